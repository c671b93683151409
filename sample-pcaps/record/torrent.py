"""Makes a torrent and the answer its tracker gives: FILE ANNOUNCE-URL TORRENT; `announce` is written beside TORRENT.

Peers are 203.0.113.10-49: 10-29 seed on one of four ports, 30-39 refuse, 40-49 are silent, on ports of their own.
"""
import hashlib
import ipaddress
import pathlib
import sys

PIECE = 16384
PORTS = (51413, 49160, 36881, 28113)


def encode(value):
    if isinstance(value, int):
        return b"i%de" % value
    if isinstance(value, bytes):
        return b"%d:%s" % (len(value), value)
    if isinstance(value, dict):
        return b"d" + b"".join(encode(key) + encode(value[key]) for key in sorted(value)) + b"e"
    raise TypeError(value)


def main():
    file, announce, torrent = sys.argv[1:]
    content = pathlib.Path(file).read_bytes()
    pieces = b"".join(hashlib.sha1(content[i : i + PIECE]).digest() for i in range(0, len(content), PIECE))
    info = {b"name": pathlib.Path(file).name.encode(), b"length": len(content), b"piece length": PIECE, b"pieces": pieces}
    pathlib.Path(torrent).write_bytes(encode({b"announce": announce.encode(), b"info": info}))
    peers = b""
    for i in range(40):
        # 7 is prime to 40: those who answer and those who do not come mixed
        last = 10 + i * 7 % 40
        port = PORTS[last % 4] if last < 30 else 20000 + last * 613
        peers += ipaddress.ip_address(f"203.0.113.{last}").packed + port.to_bytes(2, "big")
    answer = encode({b"interval": 1800, b"peers": peers})
    pathlib.Path(torrent).with_name("announce").write_bytes(answer)


main()
