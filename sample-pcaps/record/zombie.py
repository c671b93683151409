"""The zombie of an idle scan: a host with one IP identification counter for all peers, as old printers have.

usage: zombie.py DEVICE ADDRESS
Answers SYN/ACK (and any segment without RST) to ADDRESS with RST, and SYN with RST/ACK. The host's kernel must not answer.
"""
import sys

from scapy.all import IP, TCP, Ether, conf, sniff

device, address = sys.argv[1:]
socket = conf.L2socket(iface=device)
identification = 4000


def answer(frame):
    global identification
    tcp = frame[TCP]
    if tcp.flags & 0x04:
        return
    identification = (identification + 1) & 0xFFFF
    if tcp.flags & 0x10:
        reset = TCP(sport=tcp.dport, dport=tcp.sport, seq=tcp.ack, flags="R", window=0)
    else:
        reset = TCP(sport=tcp.dport, dport=tcp.sport, seq=0, ack=tcp.seq + 1, flags="RA", window=0)
    reply = IP(src=address, dst=frame[IP].src, id=identification, ttl=60) / reset
    socket.send(Ether(src=frame[Ether].dst, dst=frame[Ether].src) / reply)


sniff(iface=device, filter=f"tcp and dst host {address}", prn=answer, store=False)
