#!/usr/bin/python3
"""Stands in for Microsoft SQL Server, which no Linux registry has: sqlserver.py ADDRESS [CERTIFICATE KEY]

Answers the login of [MS-TDS] (by password, and by NTLM with Impacket's messages) on port 1433, inside TLS where a certificate is given, and each
batch with an empty result. Lets in `stock` and whoever knows NTLM; refuses others with error 18456.
"""
import os
import socket
import ssl
import struct
import sys
import threading

from impacket import ntlm

PRELOGIN, LOGIN, SSPI, REPLY, BATCH = 0x12, 0x10, 0x11, 0x04, 0x01
SECRET = "stock-secret"


def text(value, count="B"):
    return struct.pack("<" + count, len(value)) + value.encode("utf-16-le")


def token(kind, body):
    return bytes([kind]) + struct.pack("<H", len(body)) + body


def done(version, status=0):
    return struct.pack("<BHHQ" if version >= 0x72 else "<BHHI", 0xFD, status, 0, 0)


def accepted(version):
    database = token(0xE3, b"\x01" + text("stock") + text("master"))
    ack = token(0xAD, b"\x01" + bytes([version, 0, 0, 4 if version == 0x74 else 1]) + text("Microsoft SQL Server") + b"\x0f\x00\x07\xd0")
    return database + ack + done(version)


def refused(user, version):
    body = struct.pack("<IBB", 18456, 1, 14) + text("Login failed for user '%s'." % user, "H") + text("WARDSQL") + text("")
    return token(0xAA, body + struct.pack("<I" if version >= 0x72 else "<H", 1)) + done(version, 2)


class Client(threading.Thread):
    def __init__(self, peer):
        super().__init__(daemon=True)
        self.peer, self.tls, self.kind = peer, None, PRELOGIN

    def exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.peer.recv(count - len(data))
            if not more:
                raise EOFError
            data += more
        return data

    def packet(self):
        kind, _, length = struct.unpack(">BBH4x", self.exactly(8))
        return kind, self.exactly(length - 8)

    def send(self, body, kind=REPLY):
        packet = struct.pack(">BBHHBB", kind, 1, 8 + len(body), 53, 1, 0) + body
        self.peer.sendall(packet)

    def prelogin(self):
        self.packet()
        encryption = b"\x00" if len(sys.argv) > 2 else b"\x02"  # the login only; not at all
        options = ((0, b"\x0f\x00\x07\xd0\x00\x00"), (1, encryption), (2, b"\x00"), (3, b""))
        heads, values, at = b"", b"", 5 * len(options) + 1
        for kind, value in options:
            heads += struct.pack(">BHH", kind, at + len(values), len(value))
            values += value
        self.send(heads + b"\xff" + values)
        if len(sys.argv) > 2:
            self.handshake()

    def handshake(self):
        """TLS inside packets of PRELOGIN, [MS-TDS] 2.2.6.5; then the login in bare records."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2], sys.argv[3])
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        self.came, self.goes = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.came, self.goes, server_side=True)
        while True:
            try:
                self.tls.do_handshake()
                self.send(self.goes.read(), PRELOGIN)
                return
            except ssl.SSLWantReadError:
                if self.goes.pending:
                    self.send(self.goes.read(), PRELOGIN)
                self.came.write(self.packet()[1])

    def login(self):
        if self.tls is None:
            return self.packet()[1]
        plain = b""
        while len(plain) < 8 or len(plain) < struct.unpack_from(">H", plain, 2)[0]:
            try:
                plain += self.tls.read(65536)
            except ssl.SSLWantReadError:
                self.came.write(self.peer.recv(65536))
        return plain[8:]

    def run(self):
        try:
            self.prelogin()
            login = self.login()
            version = login[7]
            at, length = struct.unpack_from("<HH", login, 40)
            user = login[at:at + 2 * length].decode("utf-16-le")
            at, length = struct.unpack_from("<HH", login, 44)
            password = bytes(((byte ^ 0xA5) << 4 | (byte ^ 0xA5) >> 4) & 0xFF for byte in login[at:at + 2 * length]).decode("utf-16-le")
            at, length = struct.unpack_from("<HH", login, 78)
            if length:
                self.challenge(login[at:at + length])
            elif (user, password) != ("stock", SECRET):
                self.send(refused(user, version))
                return
            self.send(accepted(version))
            while self.packet()[0] in (BATCH, SSPI):
                self.send(done(version))
        except (EOFError, OSError):
            pass
        finally:
            self.peer.close()

    def challenge(self, negotiate):
        asked = ntlm.NTLMAuthNegotiate()
        asked.fromString(negotiate)
        names = ntlm.AV_PAIRS()
        names[ntlm.NTLMSSP_AV_HOSTNAME] = "WARDSQL".encode("utf-16-le")
        names[ntlm.NTLMSSP_AV_DOMAINNAME] = "WARD".encode("utf-16-le")
        challenge = ntlm.NTLMAuthChallenge()
        challenge["flags"] = asked["flags"] | ntlm.NTLMSSP_NEGOTIATE_TARGET_INFO | ntlm.NTLMSSP_TARGET_TYPE_SERVER
        domain = "WARD".encode("utf-16-le")
        challenge["domain_len"] = challenge["domain_max_len"] = len(domain)
        challenge["domain_offset"] = 56
        challenge["challenge"] = os.urandom(8)
        challenge["domain_name"] = domain
        challenge["TargetInfoFields_len"] = challenge["TargetInfoFields_max_len"] = len(names)
        challenge["TargetInfoFields"] = names
        challenge["TargetInfoFields_offset"] = 56 + len(domain)
        challenge["Version"], challenge["VersionLen"] = b"\0" * 8, 8
        self.send(token(0xED, challenge.getData()))
        self.packet()


listener = socket.create_server((sys.argv[1], 1433))
while True:
    Client(listener.accept()[0]).start()
