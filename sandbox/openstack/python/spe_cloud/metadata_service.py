"""http://169.254.169.254 of a network: tells each machine what its config drive says, in OpenStack's format."""
import ctypes
import http.server
import os
import posixpath
import socket
import threading
import urllib.parse

from spe_cloud.settings import GUESTS

ADDRESS = '169.254.169.254'
LIBRARY = ctypes.CDLL(None, use_errno=True)


def listen_in(namespace):
    """A listening socket of the namespace; this thread is there for a moment only."""
    own = os.open('/proc/thread-self/ns/net', os.O_RDONLY)
    other = os.open(f'/run/netns/{namespace}', os.O_RDONLY)
    try:
        if LIBRARY.setns(other, 0):
            raise OSError(ctypes.get_errno(), f'cannot enter {namespace}')
        try:
            return socket.create_server((ADDRESS, 80), backlog=16)
        finally:
            if LIBRARY.setns(own, 0):
                os._exit(1)  # everything after this would happen in the wrong place
    finally:
        os.close(own)
        os.close(other)


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        found = self._find(posixpath.normpath(urllib.parse.unquote(self.path.split('?')[0])).lstrip('/'))
        if found is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header('Content-Length', str(len(found)))
        self.end_headers()
        self.wfile.write(found)

    def _find(self, path):
        machine = self.server.machines.get(self.client_address[0])
        if machine is None or not (path == 'openstack' or path.startswith('openstack/')):
            return None
        file = f'{GUESTS}/{machine}/seed/{path}'
        if os.path.isdir(file):
            return '\n'.join(sorted(os.listdir(file))).encode()
        if not os.path.isfile(file):
            return None
        with open(file, 'rb') as content:
            return content.read()

    def log_message(self, *_):
        pass


class MetadataService:
    """machines: address -> instance, as of the last look at Neutron; set from outside."""

    def __init__(self, namespace):
        self._server = http.server.ThreadingHTTPServer((ADDRESS, 80), Handler, bind_and_activate=False)
        self._server.socket.close()
        self._server.socket = listen_in(namespace)
        self._server.daemon_threads = True
        self._server.machines = {}
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def sync(self, machines):
        self._server.machines = machines

    def remove(self):
        self._server.shutdown()
        self._server.server_close()
