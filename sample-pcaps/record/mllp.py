"""HL7 v2 over MLLP with made-up patients: `serve ADDRESS PORT` acknowledges, `send ADDRESS PORT ADT|ORU|WRONG COUNT`."""
import socket
import socketserver
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


class Engine(socketserver.BaseRequestHandler):
    def handle(self):
        for message in messages(self.request):
            header = message.split("\r")[0].split("|")
            known = header[8].startswith(("ADT", "ORU"))
            answer = (f"MSH|^~\\&|ENGINE|WARD|{header[2]}|{header[3]}|{time.strftime('%Y%m%d%H%M%S')}||ACK|{header[9]}|P|2.5\r"
                      f"MSA|{'AA' if known else 'AE'}|{header[9]}{'' if known else '|message type not supported'}\r")
            self.request.sendall(START + answer.encode("latin-1") + END)


def build(kind, number):
    event = EVENTS[number % len(EVENTS)]
    what = {"ADT": f"ADT^{event}", "ORU": "ORU^R01", "WRONG": "ZZZ^Z99"}[kind]
    lines = [f"MSH|^~\\&|{'LAB' if kind == 'ORU' else 'ADMISSION'}|HOSPITAL|ENGINE|WARD|{time.strftime('%Y%m%d%H%M%S')}||{what}|MSG{number:05d}|P|2.5",
             f"PID|1||SYN{number:04d}^^^HOSPITAL||SYNTHETIC^PATIENT {number}||19000101|U|||1 NOWHERE ST^^NOWHERE",
             f"PV1|1|I|W3^{number % 30}^1||||0001^DOCTOR^MADEUP"]
    if kind == "ORU":
        lines.append(f"OBR|1||L{number:05d}|718-7^Haemoglobin^LN")
        lines.append(f"OBX|1|NM|718-7^Haemoglobin^LN||{12 + number % 4}.{number % 10}|g/dL|12.0-16.0|N|||F")
    return "\r".join(lines) + "\r"


def main():
    mode, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if mode == "serve":
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        with socketserver.ThreadingTCPServer((address, port), Engine) as server:
            server.serve_forever()
    kind, count = sys.argv[4], int(sys.argv[5])
    with socket.create_connection((address, port), timeout=5) as connection:
        answers = messages(connection)
        for number in range(count):
            connection.sendall(START + build(kind, number).encode("latin-1") + END)
            print(next(answers))
            time.sleep(0.2)


main()
