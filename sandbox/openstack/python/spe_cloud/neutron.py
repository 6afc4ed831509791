"""What Neutron says about networks, as the fabric needs it."""
from dataclasses import dataclass


def by_id(items):
    return {item['id']: item for item in items}


@dataclass
class Topology:
    networks: dict
    subnets: dict
    ports: dict
    routers: dict
    floating: list
    groups: dict

    @staticmethod
    def read(api):
        def read(collection):
            return api.list('network', '/v2.0/' + collection, collection.replace('-', '_'))
        return Topology(networks=by_id(read('networks')), subnets=by_id(read('subnets')), ports=by_id(read('ports')),
                        routers=by_id(read('routers')), floating=read('floatingips'),
                        groups=by_id(read('security-groups')))

    def addresses(self, port):
        """10.0.0.5/24 for each address of the port."""
        return [f"{ip['ip_address']}/{self.subnets[ip['subnet_id']]['cidr'].split('/')[1]}"
                for ip in port['fixed_ips'] if ip['subnet_id'] in self.subnets]

    def gateways(self, port):
        """Ways out of the subnets in which the port is."""
        subnets = [self.subnets[ip['subnet_id']] for ip in port['fixed_ips'] if ip['subnet_id'] in self.subnets]
        return [subnet['gateway_ip'] for subnet in subnets if subnet['gateway_ip']]

    def external(self):
        return [network for network in self.networks.values() if network['router:external']]

    def subnets_of(self, network_id):
        return [subnet for subnet in self.subnets.values() if subnet['network_id'] == network_id]

    def guarded(self):
        """Ports of machines and balancers, to which security groups apply."""
        return sorted((port for port in self.ports.values() if not port['device_owner'].startswith('network:')),
                      key=lambda port: port['id'])

    def zones(self):
        """A number of its own for each network: addresses of different networks may be the same."""
        numbers = {}
        for network in sorted(self.networks):
            number = int(network[:4], 16) or 1
            while number in numbers.values():
                number = number % 0xffff + 1
            numbers[network] = number
        return numbers
