"""Octavia's balancers: a namespace with haproxy for each, at the port of its address.

The port's rules are Octavia's own security group: a rule a listener, for the ranges that may reach it. Where Octavia gave
the amphora, which is not there, a port in a members' network, the namespace has a cable to that network as well.
"""
import os
import signal
import sys

from spe_cloud import balancer_config, balancer_status, certificates, namespace
from spe_cloud.child import Child
from spe_cloud.namespace import inside, ip
from spe_cloud.settings import FABRIC, FABRIC_SOCKET, PREFIX, SWITCH
from spe_cloud.switch import tap
from spe_cloud.wake import wake_fabric

BALANCER = PREFIX + 'lb-'
READY = ('ACTIVE', 'PENDING_UPDATE')


class Balancers:
    def __init__(self, api):
        self._api, self._seen, self._running, self._certificates = api, {}, {}, {}

    def sync(self, topology, thoroughly=True):
        """Asks for the balancers, and for all that belongs to one where it changed or thoroughly."""
        found = {b['id']: b for b in self._list('loadbalancers') if b['vip_port_id'] in topology.ports}
        for name in set(namespace.names(BALANCER)) - {BALANCER + identity[:8] for identity in found}:
            self._end(name)
        ready = {identity: b for identity, b in found.items() if b['provisioning_status'] in READY}
        for identity, balancer in ready.items():
            version = balancer['updated_at'], balancer['provisioning_status']
            running = self._running.get(identity)
            if thoroughly or running is None or running.version != version:
                running = running or Balancer(identity)
                running.apply(self._api, topology, self._details(balancer), self._pem)
                running.version = version
                self._running[identity] = running
            running.report()

    def _list(self, collection):
        return self._api.list('load-balancer', '/v2/lbaas/' + collection, collection.split('?')[0].split('/')[-1])

    def _details(self, balancer):
        own = f'?loadbalancer_id={balancer["id"]}'
        monitors = {monitor['id']: monitor for monitor in self._list('healthmonitors')}
        pools = {pool['id']: {**pool, 'members': self._list(f'pools/{pool["id"]}/members'),
                              'healthmonitor': monitors.get(pool.get('healthmonitor_id'))}
                 for pool in self._list('pools' + own)}
        amphorae = self._api.list('load-balancer', '/v2/octavia/amphorae' + own, 'amphorae')
        return balancer, self._list('listeners' + own), pools, [amphora['compute_id'] for amphora in amphorae]

    def _pem(self, reference):
        """What a reference says never changes."""
        if reference not in self._certificates:
            self._certificates[reference] = certificates.pem(self._api, reference)
        return self._certificates[reference]

    def _end(self, name):
        for identity in [identity for identity, running in self._running.items() if running.name == name]:
            self._running.pop(identity).end()
        namespace.remove(name)


class Balancer:
    def __init__(self, identity):
        self.name = BALANCER + identity[:8]
        self.version = None
        self._file = f'{FABRIC}/{self.name}.cfg'
        self._socket = f'{os.path.dirname(FABRIC_SOCKET)}/{self.name}'  # a short path
        self._child, self._configuration, self._details, self._refused = None, None, None, set()

    def apply(self, api, topology, details, pem):
        balancer, listeners, pools, computes = details
        self._plug(topology, balancer, computes)
        served = [listener for listener in listeners if listener['admin_state_up'] and balancer['admin_state_up']]
        reasons = {listener['id']: balancer_config.unsupported(listener, pools) for listener in served}
        self._refused = {identity for identity, reason in reasons.items() if reason}
        for identity in self._refused:
            print(f'listener {identity} is not served: the sandbox has no {reasons[identity]}', file=sys.stderr,
                  flush=True)
        served = [listener for listener in served if listener['id'] not in self._refused]
        lists = {listener['id']: self._write_certificates(listener, pem) for listener in served
                 if listener['protocol'] == 'TERMINATED_HTTPS'}
        self._details = details[:3]
        self._run(balancer_config.configuration(balancer, served, pools, lists, self._socket), bool(served))

    def _plug(self, topology, balancer, computes):
        """The port of its address, with the way out, and those that its amphora has in other networks."""
        namespace.ensure(self.name, 'net.ipv4.ip_nonlocal_bind=1')
        vip = topology.ports[balancer['vip_port_id']]
        others = [port for port in topology.ports.values()
                  if port['device_id'] in computes and port['network_id'] != vip['network_id']]
        wanted = {'vip': vip, **{'m-' + port['id'][:11]: port for port in others}}
        present = namespace.links(self.name)
        for device in [name for name in present if name.startswith('m-') and name not in wanted]:
            ip(self.name, 'link', 'del', device, check=False)
        for device, port in wanted.items():
            if device not in present:
                ip(SWITCH, 'link', 'del', tap(port['id']), check=False)
                namespace.connect(SWITCH, tap(port['id']), self.name, device)
                ip(self.name, 'link', 'set', device, 'address', port['mac_address'], 'mtu',
                   topology.networks[port['network_id']]['mtu'], 'up')
                ip(SWITCH, 'link', 'set', tap(port['id']), 'up')
                wake_fabric()  # which connects the cable
            namespace.set_addresses(self.name, device, topology.addresses(port))
        for gateway in topology.gateways(vip):
            ip(self.name, 'route', 'replace', 'default', 'via', gateway, check=False)

    def _write_certificates(self, listener, pem):
        """haproxy's crt-list: the first is that of clients who name no server."""
        references = [listener['default_tls_container_ref'], *listener['sni_container_refs']]
        files = []
        for number, reference in enumerate(reference for reference in references if reference):
            files.append(f'{FABRIC}/{self.name}-{listener["id"]}-{number}.pem')
            write_private(files[-1], pem(reference))
        path = f'{FABRIC}/{self.name}-{listener["id"]}.list'
        write_private(path, ''.join(f'{file}\n' for file in files).encode())
        return path

    def _run(self, configuration, serves):
        if configuration == self._configuration and (not serves or self._child and self._child.running()):
            return
        write_private(self._file, configuration.encode())
        if not serves:
            self.stop()
        else:
            inside(self.name, 'haproxy', '-c', '-q', '-f', self._file)
            if self._child and self._child.running():
                self._child.signal(signal.SIGUSR2)  # it reads its configuration anew and lets connections go on
            else:
                self._child = Child(self.name, 'haproxy', '-W', '-db', '-f', self._file)
        self._configuration = configuration

    def report(self):
        states = balancer_status.server_states(self._socket)
        balancer_status.report(balancer_status.statuses(*self._details, self._refused, states))

    def stop(self):
        if self._child:
            self._child.end()
            self._child = None

    def end(self):
        self.stop()
        for name in os.listdir(FABRIC):
            if name.startswith(self.name):
                os.unlink(f'{FABRIC}/{name}')
        if os.path.exists(self._socket):
            os.unlink(self._socket)


def write_private(path, content):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 'wb') as file:
        file.write(content)
