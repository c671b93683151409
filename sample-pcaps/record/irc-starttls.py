#!/usr/bin/python3
"""An IRC client that goes over to TLS before it registers: irc-starttls.py ADDRESS PORT"""
import socket
import ssl
import sys

plain = socket.create_connection((sys.argv[1], int(sys.argv[2])), 5)
plain.sendall(b"STARTTLS\r\n")
said = b""
while b" 670 " not in said or not said.endswith(b"\n"):
    said += plain.recv(1024)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
context.maximum_version = ssl.TLSVersion.TLSv1_2
with context.wrap_socket(plain) as sealed:
    sealed.sendall(b"NICK ward7\r\nUSER ward7 0 * :ward 7\r\nQUIT\r\n")
    sealed.recv(4096)
