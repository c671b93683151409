"""A switch's remote mirror port: every frame of DEVICE is sent to COLLECTOR in ERSPAN (GRE) of TYPE 1, 2 or 3.

usage: mirror.py DEVICE COLLECTOR TYPE SESSION
"""
import socket
import struct
import sys
import time

device, collector, kind, session = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
ETHERNET, VLAN = 0x0003, 30

tap = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETHERNET))
tap.bind((device, 0))
gre = socket.socket(socket.AF_INET, socket.SOCK_RAW, 47)
sequence = 0
print("ready", flush=True)
while True:
    frame = tap.recv(65535)
    if kind == 1:
        header = struct.pack(">HH", 0, 0x88BE)
    elif kind == 2:
        header = struct.pack(">HHI", 0x1000, 0x88BE, sequence)
        header += struct.pack(">HHI", 1 << 12 | VLAN, 3 << 11 | session, 1)
    else:
        header = struct.pack(">HHI", 0x1000, 0x22EB, sequence)
        stamp = time.time_ns() // 100_000 & 0xFFFFFFFF
        header += struct.pack(">HHIHH", 2 << 12 | VLAN, session, stamp, 0, 0)
    gre.sendto(header + frame, (collector, 0))
    sequence += 1
