"""HL7 v2 over MLLP with made-up patients.

serve ADDRESS PORT [CERTIFICATE KEY]       acknowledges, inside TLS where a certificate is given
send ADDRESS PORT KIND COUNT [tls]         KIND: ADT, ORU, WRONG (an error), one after the other; BURST all at once, SLOW a few
                                           bytes at a time, QUERY answered with data, REFUSED rejected, SILENT never answered
"""
import socket
import socketserver
import ssl
import sys
import time

START, END = b"\x0b", b"\x1c\r"
EVENTS = ("A01", "A02", "A03", "A08")


def messages(stream):
    """Yields what stands between the frame's start and end bytes."""
    buffer = b""
    while data := stream.recv(4096):
        buffer += data
        while END in buffer:
            message, buffer = buffer.split(END, 1)
            yield message.lstrip(START).decode("latin-1")


def answers_to(message):
    """All that the engine answers to a message."""
    header = message.split("\r")[0].split("|")
    kind, control = header[8], header[9]
    if kind == "ADT^A99":
        return []
    if kind == "QBP^Q22":
        what, code, rest = "RSP^K22", "AA", "QAK|Q1|OK\rPID|1||SYN0001^^^HOSPITAL||SYNTHETIC^FOUND||19000101|U\r"
    elif kind == "ADT^A40":
        what, code, rest = "ACK", "AR", "ERR||MSH^1^9|200^Unsupported message type^HL70357|E\r"
    else:
        known = kind.startswith(("ADT", "ORU"))
        what, code, rest = "ACK", "AA" if known else "AE", ""
    words = "" if code == "AA" else "|message type not supported"
    return [f"MSH|^~\\&|ENGINE|WARD|{header[2]}|{header[3]}|{time.strftime('%Y%m%d%H%M%S')}||{what}|{control}|P|2.5\r"
            f"MSA|{code}|{control}{words}\r{rest}"]


class Engine(socketserver.BaseRequestHandler):
    context = None

    def handle(self):
        stream = self.context.wrap_socket(self.request, server_side=True) if self.context else self.request
        for message in messages(stream):
            for answer in answers_to(message):
                stream.sendall(START + answer.encode("latin-1") + END)


def build(kind, number):
    event = EVENTS[number % len(EVENTS)]
    what = {"ORU": "ORU^R01", "SLOW": "ORU^R01", "WRONG": "ZZZ^Z99", "QUERY": "QBP^Q22", "REFUSED": "ADT^A40",
            "SILENT": "ADT^A99"}.get(kind, f"ADT^{event}")
    lines = [f"MSH|^~\\&|{'LAB' if kind in ('ORU', 'SLOW') else 'ADMISSION'}|HOSPITAL|ENGINE|WARD|{time.strftime('%Y%m%d%H%M%S')}||{what}|MSG{number:05d}|P|2.5",
             f"PID|1||SYN{number:04d}^^^HOSPITAL||SYNTHETIC^PATIENT {number}||19000101|U|||1 NOWHERE ST^^NOWHERE",
             f"PV1|1|I|W3^{number % 30}^1||||0001^DOCTOR^MADEUP"]
    if kind in ("ORU", "SLOW"):
        lines.append(f"OBR|1||L{number:05d}|718-7^Haemoglobin^LN")
        lines.append(f"OBX|1|NM|718-7^Haemoglobin^LN||{12 + number % 4}.{number % 10}|g/dL|12.0-16.0|N|||F")
    return "\r".join(lines) + "\r"


def send(connection, kind, count):
    frames = [START + build(kind, number).encode("latin-1") + END for number in range(count)]
    answers = messages(connection)
    if kind == "BURST":
        connection.sendall(b"".join(frames))
        for _ in frames:
            print(next(answers))
        return
    for frame in frames:
        if kind == "SLOW":
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for at in range(0, len(frame), 40):
                connection.sendall(frame[at:at + 40])
                time.sleep(0.02)
        else:
            connection.sendall(frame)
        if kind == "SILENT":
            time.sleep(1)
            return
        print(next(answers))
        time.sleep(0.2)


def main():
    mode, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if mode == "serve":
        if len(sys.argv) > 5:
            Engine.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            Engine.context.load_cert_chain(sys.argv[4], sys.argv[5])
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        with socketserver.ThreadingTCPServer((address, port), Engine) as server:
            server.serve_forever()
    kind, count = sys.argv[4], int(sys.argv[5])
    with socket.create_connection((address, port), timeout=5) as plain:
        if sys.argv[6:] == ["tls"]:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            with context.wrap_socket(plain) as connection:
                send(connection, kind, count)
        else:
            send(plain, kind, count)


main()
