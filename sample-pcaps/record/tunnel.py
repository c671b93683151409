"""One end of a tunnel in user space, for kernels without that kind: what enters the TUN or TAP device leaves encapsulated.

usage: tunnel.py KIND DEVICE LOCAL REMOTE [ID...]     LOCAL and REMOTE are IPv4 addresses (device names for link kinds)

  ipip 6in4 gre          IP packets in IPv4 (protocols 4, 41, 47; gre: key ID)          device is a TUN
  gretap                 Ethernet frames in GRE (RFC 2890, key ID)                      device is a TAP
  vxlan geneve           Ethernet frames in UDP 4789, 6081, network identifier ID       TAP
  gtpu teredo            IP packets in UDP 2152 (tunnel endpoint ID), IPv6 in UDP 3544  TUN
  vlan                   Ethernet frames with one tag ID, or two: 802.1ad ID, 802.1Q ID TAP; LOCAL is the trunk device
  mpls pppoe             IP packets in frames: label ID; session ID                     TUN; LOCAL is the trunk device, REMOTE the peer's MAC
"""
import fcntl
import os
import selectors
import socket
import struct
import sys

kind, device, local, remote, *ids = sys.argv[1:]
ids = [int(i) for i in ids]

TUN, TAP, NO_INFO = 0x0001, 0x0002, 0x1000
tap = kind in ("gretap", "vxlan", "geneve", "vlan")
inner = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(inner, 0x400454CA, struct.pack("16sH14x", device.encode(), (TAP if tap else TUN) | NO_INFO))


def ether_type(packet):
    return 0x86DD if packet[0] >> 4 == 6 else 0x0800


class Raw:
    """An IPv4 protocol of its own: the kernel writes the outer header."""

    protocols = {"ipip": 4, "6in4": 41, "gre": 47, "gretap": 47}

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, self.protocols[kind])
        self.socket.bind((local, 0))

    def send(self, packet):
        if self.protocols[kind] == 47:
            packet = struct.pack(">HHI", 0x2000, 0x6558 if tap else ether_type(packet), ids[0]) + packet
        self.socket.sendto(packet, (remote, 0))

    def receive(self):
        packet = self.socket.recv(65535)
        packet = packet[(packet[0] & 15) * 4 :]
        return packet[8:] if self.protocols[kind] == 47 else packet


class Udp:
    ports = {"vxlan": 4789, "geneve": 6081, "gtpu": 2152, "teredo": 3544}
    header_bytes = {"vxlan": 8, "geneve": 8, "gtpu": 8, "teredo": 0}

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((local, self.ports[kind]))

    def send(self, packet):
        header = {
            "vxlan": lambda: struct.pack(">II", 0x08000000, ids[0] << 8),
            "geneve": lambda: struct.pack(">HHI", 0, 0x6558, ids[0] << 8),
            "gtpu": lambda: struct.pack(">BBHI", 0x30, 0xFF, len(packet), ids[0]),
            "teredo": lambda: b"",
        }[kind]()
        self.socket.sendto(header + packet, (remote, self.ports[kind]))

    def receive(self):
        return self.socket.recv(65535)[self.header_bytes[kind] :]


class Trunk:
    """Frames on a device that has no address of its own."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0003))
        self.socket.bind((local, 0))
        self.mac = self.socket.getsockname()[4]

    def send(self, packet):
        if kind == "vlan":
            tags = [struct.pack(">HH", 0x88A8 if len(ids) == 2 and i == 0 else 0x8100, tag) for i, tag in enumerate(ids)]
            frame = packet[:12] + b"".join(tags) + packet[12:]
        else:
            frame = bytes.fromhex(remote.replace(":", "")) + self.mac
            if kind == "mpls":
                frame += struct.pack(">HI", 0x8847, ids[0] << 12 | 0x100 | 64) + packet
            else:
                point_to_point = 0x0057 if packet[0] >> 4 == 6 else 0x0021
                frame += struct.pack(">HBBHHH", 0x8864, 0x11, 0, ids[0], len(packet) + 2, point_to_point) + packet
        self.socket.send(frame)

    def receive(self):
        frame, address = self.socket.recvfrom(65535)
        if address[2] == socket.PACKET_OUTGOING:
            return None
        protocol = int.from_bytes(frame[12:14], "big")
        if kind == "vlan":
            while protocol in (0x8100, 0x88A8):  # Linux has taken the outer tag away before we see the frame
                frame = frame[:12] + frame[16:]
                protocol = int.from_bytes(frame[12:14], "big")
            return frame
        if kind == "mpls" and protocol == 0x8847:
            return frame[18:]
        if kind == "pppoe" and protocol == 0x8864:
            return frame[22 : 20 + int.from_bytes(frame[18:20], "big")]
        return None


outer = (Raw if kind in Raw.protocols else Udp if kind in Udp.ports else Trunk)()
selector = selectors.DefaultSelector()
selector.register(inner, selectors.EVENT_READ)
selector.register(outer.socket, selectors.EVENT_READ)
print("ready", flush=True)
while True:
    for key, _ in selector.select():
        try:
            if key.fd == inner:
                outer.send(os.read(inner, 65535))
            elif packet := outer.receive():
                os.write(inner, packet)
        except OSError as error:  # the device is not up yet, or the peer is away
            print(error, file=sys.stderr)
