"""Tells the fabric that something changed, so that it looks now."""
import socket

from spe_cloud.settings import FABRIC_SOCKET


def wake_fabric():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        try:
            sender.sendto(b'1', FABRIC_SOCKET)
        except OSError:
            pass  # not there, or awake with a full queue: it looks at everything by itself from time to time
