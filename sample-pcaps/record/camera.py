#!/usr/bin/python3
"""A camera with an RTSP server, GStreamer's, on port 8554, that shows a test picture: camera.py ADDRESS"""
import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

Gst.init(None)
server = GstRtspServer.RTSPServer()
server.set_address(sys.argv[1])
pictures = GstRtspServer.RTSPMediaFactory()
pictures.set_launch("( videotestsrc is-live=1 ! video/x-raw,format=I420,width=64,height=48,framerate=4/1 ! jpegenc quality=30 ! rtpjpegpay name=pay0 )")
server.get_mount_points().add_factory("/bed7", pictures)
server.attach(None)
GLib.MainLoop().run()
