#!/usr/bin/python3
"""Stands in for what Windows answers on port 135 and Samba does not: dcom.py serve ADDRESS, dcom.py ask ADDRESS USER PASSWORD CLASS...

The server takes every interface and every user's NTLM logon, and answers each call with the fault "access denied"; it reads nothing of
what is asked. The client is Impacket's: it activates each class, as wmiexec and dcomexec do, with calls that are signed and not sealed.
"""
import os
import socketserver
import struct
import sys

from impacket import ntlm
from impacket.dcerpc.v5 import dcomrt
from impacket.dcerpc.v5.rpcrt import RPC_C_AUTHN_LEVEL_PKT_INTEGRITY
from impacket.uuid import string_to_bin, uuidtup_to_bin

ACCESS_DENIED = 5
BIND, BIND_ACK, REQUEST, FAULT, ALTER, ALTER_ACK = 11, 12, 0, 3, 14, 15
NDR = uuidtup_to_bin(("8a885d04-1ceb-11c9-9fe8-08002b104860", "2.0"))


def challenge():
    name = "SRV-WMI".encode("utf-16le")
    names = ntlm.AV_PAIRS()
    names[ntlm.NTLMSSP_AV_HOSTNAME] = names[ntlm.NTLMSSP_AV_DOMAINNAME] = name
    message = ntlm.NTLMAuthChallenge()
    message["flags"] = 0xE28A8235  # as Windows 10 and later
    message["domain_len"] = message["domain_max_len"] = len(name)
    message["domain_offset"] = 56
    message["challenge"] = os.urandom(8)
    message["domain_name"] = name
    message["TargetInfoFields_len"] = message["TargetInfoFields_max_len"] = len(names)
    message["TargetInfoFields"] = names
    message["TargetInfoFields_offset"] = 56 + len(name)
    message["Version"], message["VersionLen"] = bytes.fromhex("0a0063450000000f"), 8
    return message.getData()


class Port135(socketserver.BaseRequestHandler):
    def read(self, count):
        data = b""
        while len(data) < count:
            more = self.request.recv(count - len(data))
            if not more:
                raise EOFError
            data += more
        return data

    def answer(self, kind, call, body, auth=b""):
        trailer = b""
        if auth:
            body += bytes(-len(body) % 4)
            trailer = struct.pack("<BBBBI", 10, 5, 0, 0, 79231) + auth
        head = struct.pack("<BBBBIHHI", 5, 0, kind, 3, 0x10, 16 + len(body) + len(trailer), len(auth), call)
        self.request.sendall(head + body + trailer)

    def handle(self):
        try:
            while True:
                head = self.read(16)
                kind, length, auth, call = head[2], *struct.unpack("<HHI", head[8:16])
                body = self.read(length - 16)
                if kind in (BIND, ALTER):
                    contexts = body[8]
                    results = b"".join(struct.pack("<HH", 0, 0) + NDR for _ in range(contexts))
                    port = b"135\0"
                    ack = struct.pack("<HHIH", 4280, 4280, 7, len(port)) + port
                    ack += bytes(-len(ack) % 4) + struct.pack("<BBH", contexts, 0, 0) + results
                    self.answer(BIND_ACK if kind == BIND else ALTER_ACK, call, ack, challenge() if auth else b"")
                elif kind == REQUEST:
                    self.answer(FAULT, call, struct.pack("<IHBBII", 32, 0, 0, 0, ACCESS_DENIED, 0))
        except (EOFError, ConnectionError):
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


if sys.argv[1] == "serve":
    Server((sys.argv[2], 135), Port135).serve_forever()
for wanted in sys.argv[5:]:
    try:
        connection = dcomrt.DCOMConnection(sys.argv[2], sys.argv[3], sys.argv[4], "WARD", authLevel=RPC_C_AUTHN_LEVEL_PKT_INTEGRITY)
        connection.CoCreateInstanceEx(string_to_bin(wanted), dcomrt.IID_IRemUnknown)
    except Exception as refused:
        print(wanted, refused)
