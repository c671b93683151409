#!/usr/bin/python3
"""Asks for a name by LLMNR, RFC 4795, as a Windows host does: ask-llmnr.py OWN-ADDRESS NAME; with a third word `mdns` by mDNS for NAME.local, RFC 6762."""
import os
import socket
import sys

own, name = sys.argv[1:3]
mdns = sys.argv[3:] == ["mdns"]
asker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
asker.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(own))
asker.settimeout(1)
question = bytes([len(name)]) + name.encode() + (b"\x05local" if mdns else b"") + b"\0\0\x01\0\x01"
number = b"\0\0" if mdns else os.urandom(2)
asker.sendto(number + b"\0\0\0\x01\0\0\0\0\0\0" + question, ("224.0.0.251", 5353) if mdns else ("224.0.0.252", 5355))
try:
    asker.recvfrom(512)
except TimeoutError:
    pass
