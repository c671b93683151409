"""Looks for printers as office programs do: SSDP, WS-Discovery and an SNMP broadcast, three seconds of waiting each.

usage: discover.py OWN-ADDRESS BROADCAST-ADDRESS
"""
import socket
import sys

from scapy.all import ASN1_OID, SNMP, SNMPget, SNMPvarbind

own, broadcast = sys.argv[1:]

SSDP = ("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\n"
        "ST: urn:schemas-upnp-org:device:Printer:1\r\n\r\n").encode()
PROBE = ('<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" '
         'xmlns:wsa="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:wsd="http://schemas.xmlsoap.org/ws/2005/04/discovery">'
         '<soap:Header><wsa:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</wsa:To>'
         '<wsa:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</wsa:Action>'
         '<wsa:MessageID>urn:uuid:00000000-0000-4000-8000-000000000001</wsa:MessageID></soap:Header>'
         '<soap:Body><wsd:Probe/></soap:Body></soap:Envelope>').encode()
QUERY = bytes(SNMP(version=1, community="public",
                   PDU=SNMPget(id=7, varbindlist=[SNMPvarbind(oid=ASN1_OID("1.3.6.1.2.1.1.5.0"))])))

for message, target, times in ((SSDP, ("239.255.255.250", 1900), 3), (PROBE, ("239.255.255.250", 3702), 2),
                               (QUERY, (broadcast, 161), 2)):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(own))
        sock.bind((own, 0))
        sock.settimeout(1)
        for _ in range(times):
            sock.sendto(message, target)
            try:
                print(sock.recvfrom(4096))
            except TimeoutError:
                pass
