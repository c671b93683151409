#!/usr/bin/python3
"""Two ends of a WebRTC data channel that can only meet at a relay, with aiortc: call.py offer|answer DIRECTORY TURN-ADDRESS

Their descriptions pass through files in DIRECTORY, as they would through a web server.
"""
import asyncio
import os
import pathlib
import sys

from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription

side, folder = sys.argv[1], pathlib.Path(sys.argv[2])
relay = RTCIceServer("turn:%s:3478?transport=udp" % sys.argv[3], username="ward", credential="turn-secret")
done = asyncio.Event()


def tell(kind, description):
    """Whole or not at all."""
    (folder / (kind + ".part")).write_text(description.sdp)
    os.rename(folder / (kind + ".part"), folder / kind)


async def told(kind):
    while not (folder / kind).exists():
        await asyncio.sleep(0.1)
    return RTCSessionDescription((folder / kind).read_text(), kind)


async def call():
    peer = RTCPeerConnection(RTCConfiguration([relay]))
    if side == "offer":
        channel = peer.createDataChannel("ward")
        channel.on("open", lambda: channel.send("how is bed 7?"))
        channel.on("message", lambda said: done.set())
        await peer.setLocalDescription(await peer.createOffer())
        tell("offer", peer.localDescription)
        await peer.setRemoteDescription(await told("answer"))
    else:

        @peer.on("datachannel")
        def begun(channel):
            channel.on("message", lambda said: channel.send("asleep"))

        peer.on("connectionstatechange", lambda: peer.connectionState in ("closed", "failed") and done.set())
        await peer.setRemoteDescription(await told("offer"))
        await peer.setLocalDescription(await peer.createAnswer())
        tell("answer", peer.localDescription)
    await asyncio.wait_for(done.wait(), 30)
    await peer.close()


asyncio.run(call())
