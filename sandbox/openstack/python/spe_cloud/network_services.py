"""What each network offers its machines: a resolver of their names, and the metadata service. Also the site's resolver.

Both are at a port that Neutron's DHCP agent would have; addresses themselves are given by Nova's driver. Networks without
DHCP have none, and external networks have the site's resolver at their gateway.
"""
from spe_cloud import namespace
from spe_cloud.metadata_service import ADDRESS, MetadataService
from spe_cloud.namespace import ip
from spe_cloud.resolver import Resolver
from spe_cloud.routers import plug
from spe_cloud.settings import CLOUD, PREFIX

SERVICES = PREFIX + 'd-'
OWNER = 'network:dhcp'
DEVICE = 'services'


class NetworkServices:
    def __init__(self, api):
        self._api, self._running = api, {}
        self._site = Resolver('site', CLOUD)

    def sync(self, topology):
        gateways = [subnet['gateway_ip'] for network in topology.external()
                    for subnet in topology.subnets_of(network['id']) if subnet['gateway_ip']]
        if gateways:
            self._site.sync(sorted(gateways), [])
        wanted = {SERVICES + network['id'][:8]: network for network in topology.networks.values()
                  if not network['router:external']
                  and any(subnet['enable_dhcp'] for subnet in topology.subnets_of(network['id']))}
        for name in set(namespace.names(SERVICES)) - set(wanted):
            self._end(name)
        for name, network in wanted.items():
            self._one(topology, name, network)

    def _one(self, topology, name, network):
        ports = [port for port in topology.ports.values() if port['network_id'] == network['id']]
        own = next((port for port in ports if port['device_owner'] == OWNER), None)
        if own is None:
            self._api.request('network', '/v2.0/ports', {'port': {
                'network_id': network['id'], 'project_id': network['project_id'], 'name': 'services of the network',
                'device_owner': OWNER, 'device_id': 'services-' + network['id']}})
            return  # which wakes the fabric again
        namespace.ensure(name)
        if DEVICE not in namespace.links(name):
            self._end(name)
            namespace.ensure(name)
            plug(topology, own, name, DEVICE)
        addresses = topology.addresses(own)
        namespace.set_addresses(name, DEVICE, [*addresses, ADDRESS + '/32'])
        for gateway in topology.gateways(own):
            ip(name, 'route', 'replace', 'default', 'via', gateway, check=False)
        if name not in self._running:
            self._running[name] = Resolver(name, name), MetadataService(name)
        resolver, metadata = self._running[name]
        resolver.sync([address.split('/')[0] for address in addresses],
                      [f"{answer['ip_address']} {answer['fqdn'].rstrip('.')} {answer['hostname']}"
                       for port in ports if port.get('dns_name') for answer in port['dns_assignment']])
        machines = [port for port in ports if port['device_owner'].startswith('compute:')]
        metadata.sync({address['ip_address']: port['device_id'] for port in machines for address in port['fixed_ips']})

    def _end(self, name):
        for service in self._running.pop(name, ()):
            service.remove()
        namespace.remove(name)
