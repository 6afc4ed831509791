"""Security groups: what their rules mean, in nftables' words and for a connection that is open already."""
import ipaddress
import socket

ICMP = {'icmp': 'icmp', 'icmpv6': 'icmpv6', 'ipv6-icmp': 'icmpv6', '1': 'icmp', '58': 'icmpv6'}
WITH_PORTS = {'6': 'tcp', '17': 'udp', '132': 'sctp', '33': 'dccp', '136': 'udplite'}
WITH_PORTS.update({name: name for name in WITH_PORTS.values()})


def members(ports):
    """Addresses of the ports in each group."""
    found = {}
    for port in ports:
        for group in port['security_groups']:
            found.setdefault(group, set()).update(ip['ip_address'] for ip in port['fixed_ips'])
    return found


def rules_of(port, groups):
    return [rule for group in port['security_groups'] if group in groups
            for rule in groups[group]['security_group_rules']]


def protocol_number(name):
    """6 of 'tcp' or '6'; None of what neither Neutron's usual names nor this host know."""
    if name.isdigit():
        return int(name)
    try:
        return socket.getprotobyname({'icmpv6': 'ipv6-icmp'}.get(name, name))
    except OSError:
        return None


def remote(rule, group_members):
    """Networks and addresses of the rule's other side. Every address of its family where it names none."""
    is_6 = rule['ethertype'] == 'IPv6'
    if rule.get('remote_address_group_id'):
        return []  # address groups are not served: such a rule opens nothing
    if rule['remote_ip_prefix']:
        return [rule['remote_ip_prefix']]
    if rule['remote_group_id']:
        return sorted(address for address in group_members.get(rule['remote_group_id'], ()) if (':' in address) == is_6)
    return ['::/0' if is_6 else '0.0.0.0/0']


def expression(rule, group_members):
    """The rule as nftables' condition; None where it matches nothing."""
    family = 'ip6' if rule['ethertype'] == 'IPv6' else 'ip'
    side = 'saddr' if rule['direction'] == 'ingress' else 'daddr'
    others = remote(rule, group_members)
    if not others:
        return None
    words = [f'{family} {side} {{ {", ".join(others)} }}']
    protocol, low, high = rule['protocol'], rule['port_range_min'], rule['port_range_max']
    if protocol in WITH_PORTS and low is not None:
        words.append(f'{WITH_PORTS[protocol]} dport {low}-{high}')
    elif protocol in ICMP and low is not None:
        words.append(f'{ICMP[protocol]} type {low}')
        words += [f'{ICMP[protocol]} code {high}'] if high is not None else []
    elif protocol and protocol != 'any':
        if protocol_number(protocol) is None:
            return None
        words.append(f'meta l4proto {protocol_number(protocol)}')
    return ' '.join(words)


def allows(rules, group_members, direction, connection, other):
    """Whether one of the rules opens a connection (protocol, sport, dport) with the address of its other side."""
    return any(rule['direction'] == direction and _opens(rule, group_members, connection, other) for rule in rules)


def _opens(rule, group_members, connection, other):
    address = ipaddress.ip_address(other)
    if not any(address in ipaddress.ip_network(network, strict=False) for network in remote(rule, group_members)):
        return False
    protocol, low, high = rule['protocol'], rule['port_range_min'], rule['port_range_max']
    if protocol and protocol != 'any' and protocol_number(protocol) != connection.protocol:
        return False
    if protocol in WITH_PORTS and low is not None:
        return low <= connection.dport <= high
    return True  # of ICMP the type is of no use here: what was one exchange is over
