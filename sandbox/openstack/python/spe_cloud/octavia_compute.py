"""Octavia's compute driver: no machine behind a balancer, since the fabric balances, but real Neutron ports.

Octavia's own driver without machines invents ids of ports, which its network driver does not find. This one writes the
attachment into the port's device_id, as Nova would.
"""
from octavia.common import clients
from octavia.compute.drivers.noop_driver import driver
from oslo_config import cfg


class _Interface:
    def __init__(self, port):
        self.net_id = port['network_id']
        self.port_id = port['id']
        self.fixed_ips = port['fixed_ips']


class ComputeDriver(driver.NoopComputeDriver):
    @property
    def neutron(self):
        settings = cfg.CONF.neutron
        return clients.NeutronAuth.get_neutron_client(
            settings.region_name, endpoint=settings.endpoint, endpoint_type=settings.endpoint_type)

    def delete(self, compute_id):
        for port in self.neutron.list_ports(device_id=compute_id)['ports']:
            self.neutron.delete_port(port['id'])

    def attach_network_or_port(self, compute_id, network_id=None, ip_address=None, port_id=None):
        port = {'device_id': compute_id, 'binding:host_id': 'balancers'}
        if port_id:
            return _Interface(self.neutron.update_port(port_id, {'port': port})['port'])
        port['network_id'] = network_id
        if ip_address:
            port['fixed_ips'] = [{'ip_address': ip_address}]
        return _Interface(self.neutron.create_port({'port': port})['port'])

    def detach_port(self, compute_id, port_id):
        self.neutron.update_port(port_id, {'port': {'device_id': '', 'binding:host_id': ''}})
