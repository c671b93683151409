#!/usr/bin/python3
"""Runs a command by the C library's rexec(3), of which Debian packages no program: rexec.py ADDRESS USER PASSWORD COMMAND [one]

The server says errors over a channel of their own, or with `one` over the only one.
"""
import ctypes
import os
import socket
import sys

library = ctypes.CDLL(None, use_errno=True)
host = ctypes.c_char_p(sys.argv[1].encode())
port = socket.htons(512)
errors = None if sys.argv[5:] else ctypes.byref(ctypes.c_int(-1))
channel = library.rexec(ctypes.byref(host), port, *(text.encode() for text in sys.argv[2:5]), errors)
if channel < 0:
    sys.exit("refused")
while data := os.read(channel, 4096):
    os.write(1, data)
