"""Routers: a namespace each, with Neutron's addresses, source NAT and floating addresses, in its L3 agent's order."""
from spe_cloud import namespace
from spe_cloud.namespace import inside, ip
from spe_cloud.settings import PREFIX, SWITCH
from spe_cloud.switch import bridge, leg

ROUTER = PREFIX + 'r-'
SYSCTLS = ('net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1', 'net.ipv4.conf.all.rp_filter=0',
           'net.ipv4.conf.default.rp_filter=0')


def nat(router, gateway_device, gateway_address, floating):
    """Untouched inside; a machine with a floating address goes out by it, the others by the gateway's; and who calls a
    neighbour's floating address from inside gets the answer through the router."""
    inbound = [f'ip daddr {f["floating_ip_address"]} dnat to {f["fixed_ip_address"]}' for f in floating]
    outbound = [f'iifname != "{gateway_device}" oifname != "{gateway_device}" ct status & dnat == 0 return']
    outbound += [f'ip saddr {f["fixed_ip_address"]} snat to {f["floating_ip_address"]}' for f in floating]
    if gateway_address:
        if (router['external_gateway_info'] or {}).get('enable_snat', True):
            outbound.append(f'iifname != "{gateway_device}" oifname "{gateway_device}" snat to {gateway_address}')
        outbound.append(f'iifname != "{gateway_device}" ct status dnat snat to {gateway_address}')
    return '\n'.join(['add table ip nat', 'delete table ip nat', 'table ip nat {',
                      'chain before { type nat hook prerouting priority -100;', *inbound, '}',
                      'chain after { type nat hook postrouting priority 100;', *outbound, '}', '}', ''])


class Routers:
    def __init__(self):
        self._rules, self._floating = {}, {}

    def sync(self, topology):
        wanted = {ROUTER + router[:8]: router for router in topology.routers}
        for name in set(namespace.names(ROUTER)) - set(wanted):
            namespace.remove(name)
            self._rules.pop(name, None)
        for name, router in wanted.items():
            namespace.ensure(name, *SYSCTLS)
            self._one(topology, name, topology.routers[router])

    def _one(self, topology, name, router):
        floating = [f for f in topology.floating if f['router_id'] == router['id'] and f['fixed_ip_address']]
        ports = [port for port in topology.ports.values()
                 if port['device_id'] == router['id'] and port['device_owner'].startswith('network:router_')]
        present, gateway = namespace.links(name), None
        devices = {('g-' if port['device_owner'] == 'network:router_gateway' else 'i-') + port['id'][:11]: port
                   for port in ports}
        for device in [link for link in present if link[:2] in ('g-', 'i-') and link not in devices]:
            ip(name, 'link', 'del', device, check=False)
        for device, port in devices.items():
            if device not in present:
                plug(topology, port, name, device)
            addresses = topology.addresses(port)
            if device.startswith('g-'):
                gateway = device, next((a.split('/')[0] for a in addresses if ':' not in a), None)
                addresses = addresses + [f['floating_ip_address'] + '/32' for f in floating]
            namespace.set_addresses(name, device, addresses)
            for address in topology.gateways(port) if device.startswith('g-') else []:
                ip(name, 'route', 'replace', 'default', 'via', address, 'dev', device)
        for route in router['routes']:
            ip(name, 'route', 'replace', route['destination'], 'via', route['nexthop'], check=False)
        self._translate(name, nat(router, *(gateway or ('none', None)), floating), floating)

    def _translate(self, name, rules, floating):
        if self._rules.get(name) == rules:
            return
        inside(name, 'nft', '-f', '-', stdin=rules)
        self._rules[name] = rules
        now = {(f['floating_ip_address'], f['fixed_ip_address']) for f in floating}
        for outside, _ in self._floating.get(name, set()) - now:  # what it translates already would go on
            for side in ('--orig-dst', '--reply-dst'):
                inside(name, 'conntrack', '-D', side, outside, check=False)
        self._floating[name] = now


def plug(topology, port, name, device):
    """A cable from the port's switch to a namespace, where the device has the port's hardware address."""
    mtu = topology.networks[port['network_id']]['mtu']
    ip(SWITCH, 'link', 'del', leg(port['id']), check=False)
    namespace.connect(SWITCH, leg(port['id']), name, device)
    ip(name, 'link', 'set', device, 'address', port['mac_address'], 'mtu', mtu, 'up')
    ip(SWITCH, 'link', 'set', leg(port['id']), 'master', bridge(port['network_id']), 'up')
