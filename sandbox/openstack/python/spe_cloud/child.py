"""A program that runs in a namespace for as long as the fabric does."""
import ctypes
import signal
import subprocess

from spe_cloud.namespace import ENVIRONMENT

LIBRARY = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1  # prctl(2)


class Child:
    def __init__(self, namespace, *command):
        self._process = subprocess.Popen(
            ['nsenter', f'--net=/run/netns/{namespace}', *command], stdin=subprocess.DEVNULL, env=ENVIRONMENT,
            preexec_fn=lambda: LIBRARY.prctl(PR_SET_PDEATHSIG, signal.SIGTERM))

    def running(self):
        return self._process.poll() is None

    def signal(self, number):
        self._process.send_signal(number)

    def end(self):
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
