"""Plain TCP services for the laboratory: listen on ADDRESS:PORT[=BANNER], say the banner, read until the peer leaves."""
import asyncio
import sys


async def serve(banner, reader, writer):
    try:
        if banner:
            writer.write(banner.encode() + b"\r\n")
            await writer.drain()
        while await reader.read(4096):
            pass
    except ConnectionError:
        pass
    finally:
        writer.close()


async def main():
    servers = []
    for argument in sys.argv[1:]:
        where, _, banner = argument.partition("=")
        address, _, port = where.rpartition(":")

        async def handler(reader, writer, banner=banner):
            await serve(banner, reader, writer)

        servers.append(await asyncio.start_server(handler, address.strip("[]"), int(port), backlog=256))
    print("ready", flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


asyncio.run(main())
