#!/usr/bin/python3
"""Stands in for Windows Remote Management: wsman.py serve ADDRESS, wsman.py run ADDRESS USER PASSWORD COMMAND...

The server asks for HTTP Basic on port 5985 and answers the five messages of a remote shell (create, command, receive, signal, delete) as
MS-WSMV describes them, and WS-Management's Identify; commands give "ward-server". The client is pywinrm.
"""
import base64
import http.server
import re
import sys
import uuid

USER, PASSWORD = "administrator", "Local-Admin-7"
SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell"
ENVELOPE = (
    '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"'
    ' xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" xmlns:rsp="' + SHELL + '"><s:Header/><s:Body>%s</s:Body></s:Envelope>'
)


class Wsman(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "Microsoft-HTTPAPI/2.0", ""

    def log_message(self, *ignored):
        pass

    def send(self, status, body="", *headers):
        data = body.encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if data:
            self.send_header("Content-Type", "application/soap+xml;charset=UTF-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_POST(self):
        asked = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode("utf-8", "replace")
        if "wsmanidentity.xsd" in asked:
            self.send(200, ENVELOPE % "<wsmid:IdentifyResponse xmlns:wsmid='http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd'>"
                      "<wsmid:ProductVendor>Ward</wsmid:ProductVendor></wsmid:IdentifyResponse>")
            return
        wanted = "Basic " + base64.b64encode((USER + ":" + PASSWORD).encode()).decode()
        if self.headers.get("Authorization") != wanted:
            self.send(401, "", ("WWW-Authenticate", "Negotiate"), ("WWW-Authenticate", 'Basic realm="WSMAN"'))
            return
        action = re.search(r"Action[^>]*>([^<]+)<", asked)[1].rsplit("/", 1)[1]
        some = str(uuid.uuid4()).upper()
        self.send(200, ENVELOPE % {
            "Create": "<w:Selector Name='ShellId'>%s</w:Selector><rsp:Shell><rsp:ShellId>%s</rsp:ShellId></rsp:Shell>" % (some, some),
            "Command": "<rsp:CommandResponse><rsp:CommandId>%s</rsp:CommandId></rsp:CommandResponse>" % some,
            "Receive": "<rsp:ReceiveResponse><rsp:Stream Name='stdout' CommandId='%s'>d2FyZC1zZXJ2ZXIK</rsp:Stream><rsp:CommandState CommandId='%s'"
                       " State='%s/CommandState/Done'><rsp:ExitCode>0</rsp:ExitCode></rsp:CommandState></rsp:ReceiveResponse>" % (some, some, SHELL),
        }.get(action, ""))


if sys.argv[1] == "serve":
    http.server.ThreadingHTTPServer((sys.argv[2], 5985), Wsman).serve_forever()
import winrm

session = winrm.Session("http://%s:5985/wsman" % sys.argv[2], auth=(sys.argv[3], sys.argv[4]), transport="plaintext")
for command in sys.argv[5:]:
    try:
        print(session.run_cmd(command).std_out)
    except Exception as refused:
        print(refused)
