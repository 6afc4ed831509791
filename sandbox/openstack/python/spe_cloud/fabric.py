"""The fabric carries the packets of Neutron's networks: it reads the API and makes network namespaces look like it.

namespace spe0-switch   a bridge for each network, with the cables of machines (t-), routers and the site (q-); security groups
namespace spe0-r-...    a router each
namespace spe0-cloud    "the internet": the way out of each external network, the site's own servers, the link to the host
It is woken by Neutron's driver and by Nova's, and looks at everything every 15 s besides; balancers every 2 s.
"""
import atexit
import os
import signal
import socket
import sys
import time
import traceback

from spe_cloud import connections, firewall, namespace
from spe_cloud.balancers import Balancers
from spe_cloud.cloud_api import CloudApi
from spe_cloud.namespace import inside, ip
from spe_cloud.network_services import NetworkServices
from spe_cloud.neutron import Topology
from spe_cloud.routers import Routers
from spe_cloud.settings import CLOUD, FABRIC, FABRIC_SOCKET, SWITCH
from spe_cloud.switch import bridge, ensure_switch, leg, tap

EVERYTHING, BALANCING = 15, 2  # seconds


class Fabric:
    def __init__(self):
        self.api = CloudApi()
        self.routers, self.services, self.balancers = Routers(), NetworkServices(self.api), Balancers(self.api)
        self.topology, self._rules, self._addresses = None, None, set()
        ensure_switch()

    def sync(self):
        """One look at everything. A part that fails does not keep the others from their work."""
        self.topology = topology = Topology.read(self.api)
        parts = [self._bridges, self._security, self._taps, self._ways_out, self.routers.sync, self.services.sync,
                 self.balancers.sync]
        for part in parts:
            attempt(part, topology)

    def _bridges(self, topology):
        present = namespace.links(SWITCH)
        for network in topology.networks:
            if bridge(network) not in present:
                ip(SWITCH, 'link', 'add', bridge(network), 'type', 'bridge')
                ip(SWITCH, 'link', 'set', bridge(network), 'up')
        for name in set(present) - {bridge(network) for network in topology.networks}:
            if name.startswith('b-'):
                ip(SWITCH, 'link', 'del', name, check=False)
            if name.startswith('q-') and name not in {leg(port) for port in [*topology.ports, *topology.networks]}:
                ip(SWITCH, 'link', 'del', name, check=False)

    def _security(self, topology):
        rules, zones = firewall.ruleset(topology), topology.zones()
        addresses = {(zones[port['network_id']], ip['ip_address'])
                     for port in topology.guarded() for ip in port['fixed_ips']}
        if rules == self._rules:
            return
        self._rules = None
        inside(SWITCH, 'nft', '-f', '-', stdin=rules)
        connections.cut(topology, self._addresses - addresses)
        self._rules, self._addresses = rules, addresses

    def _taps(self, topology):
        """A cable joins its switch when its port's rules are in force, and leaves it with them."""
        present = namespace.links(SWITCH)
        # Octavia's ports are never "up": no machine of Nova's is plugged there
        ports = {tap(port['id']): port for port in topology.guarded()
                 if port['admin_state_up'] or port['device_owner'] == 'Octavia'} if self._rules else {}
        for name in [name for name in present if name.startswith('t-')]:
            wanted = bridge(ports[name]['network_id']) if name in ports else None
            if present[name].get('master') != wanted:
                ip(SWITCH, 'link', 'set', name, *(['master', wanted] if wanted else ['nomaster']), check=False)

    def _ways_out(self, topology):
        """The site's end of each external network; the network's id names the cable."""
        present = namespace.links(CLOUD)
        for network in topology.external():
            device = 'e-' + network['id'][:11]
            if device not in present:
                ip(SWITCH, 'link', 'del', leg(network['id']), check=False)
                namespace.connect(SWITCH, leg(network['id']), CLOUD, device)
                ip(CLOUD, 'link', 'set', device, 'up')
                ip(SWITCH, 'link', 'set', leg(network['id']), 'master', bridge(network['id']), 'up')
            namespace.set_addresses(CLOUD, device, [f"{subnet['gateway_ip']}/{subnet['cidr'].split('/')[1]}" for subnet
                                                    in topology.subnets_of(network['id']) if subnet['gateway_ip']])


def attempt(part, *arguments):
    try:
        part(*arguments)
    except Exception as error:  # the next look may find things as they should be
        story = error if isinstance(error, OSError) else traceback.format_exc(limit=-3)  # a server that does not answer
        print(time.strftime('%T'), story, file=sys.stderr, flush=True)


def listen():
    if os.path.exists(FABRIC_SOCKET):
        os.unlink(FABRIC_SOCKET)
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    sock.bind(FABRIC_SOCKET)
    sock.settimeout(BALANCING)
    return sock


def woken(sock):
    """Waits until it is woken, or for its time to look at balancers. What comes together is one call."""
    try:
        sock.recv(16)
    except TimeoutError:
        return False
    time.sleep(.2)
    sock.setblocking(False)
    try:
        while sock.recv(16):
            pass
    except BlockingIOError:
        pass
    sock.settimeout(BALANCING)
    return True


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    atexit.register(lambda: os.path.exists(FABRIC_SOCKET) and os.unlink(FABRIC_SOCKET))
    os.makedirs(FABRIC, mode=0o700, exist_ok=True)
    sock, fabric, last = listen(), Fabric(), float('-inf')
    while True:
        if time.monotonic() - last > EVERYTHING or fabric.topology is None:
            last = time.monotonic()
            attempt(fabric.sync)
        else:
            attempt(fabric.balancers.sync, fabric.topology, False)
        if woken(sock):
            last = float('-inf')


if __name__ == '__main__':
    main()
