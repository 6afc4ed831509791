"""Connections that were let through once and no longer are: a rule that goes takes them with it."""
from dataclasses import dataclass

from spe_cloud import security_rules
from spe_cloud.namespace import inside
from spe_cloud.settings import SWITCH


@dataclass
class Connection:
    protocol: int
    zone: int
    source: str
    destination: str
    sport: int
    dport: int

    @staticmethod
    def parse(line):
        """A line of conntrack(8): the first of each field is that of who began."""
        words = line.split()
        fields = {}
        for key, _, value in (word.partition('=') for word in words):
            fields.setdefault(key, value)
        return Connection(int(words[1]), int(fields.get('zone', 0)), fields['src'], fields['dst'],
                          int(fields.get('sport', 0)), int(fields.get('dport', 0)))


def cut(topology, gone):
    """Ends what the rules do not allow any more, and what had to do with ports that are gone: (zone, address)."""
    zones = topology.zones()
    ports = {(zones[port['network_id']], ip['ip_address']): port
             for port in topology.guarded() for ip in port['fixed_ips'] if port.get('port_security_enabled', True)}
    members = security_rules.members(topology.guarded())

    def allowed(connection):
        for address, other, direction in ((connection.source, connection.destination, 'egress'),
                                          (connection.destination, connection.source, 'ingress')):
            if (connection.zone, address) in gone:
                return False
            port = ports.get((connection.zone, address))
            rules = security_rules.rules_of(port, topology.groups) if port else []
            if port and not security_rules.allows(rules, members, direction, connection, other):
                return False
        return True

    lines = [line for family in ('ipv4', 'ipv6')
             for line in inside(SWITCH, 'conntrack', '-L', '-f', family, check=False).splitlines()]
    for connection in map(Connection.parse, lines):
        if not allowed(connection):
            end(connection)


def end(connection):
    ports = ['--sport', connection.sport, '--dport', connection.dport] if connection.dport else []
    inside(SWITCH, 'conntrack', '-D', '-w', connection.zone, '-f', 'ipv6' if ':' in connection.source else 'ipv4',
           '-p', connection.protocol, '-s', connection.source, '-d', connection.destination, *ports, check=False)
