#!/usr/bin/python3
"""A web site with a login form: form.py ADDRESS PORT USER PASSWORD. A wrong password sends back to the form."""
import http.server
import sys
import urllib.parse

address, port, user, password = sys.argv[1:]
FORM = b'<html><form method="post" action="/login"><input name="user"><input name="password" type="password"></form></html>'


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(FORM)))
        self.end_headers()
        self.wfile.write(FORM)

    def do_POST(self):
        fields = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        right = fields.get("user") == [user] and fields.get("password") == [password]
        self.send_response(302)
        self.send_header("Location", "/patients" if right else "/login?wrong")
        self.send_header("Content-Length", "0")
        self.end_headers()


http.server.ThreadingHTTPServer((address, int(port)), Site).serve_forever()
