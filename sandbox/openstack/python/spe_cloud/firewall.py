"""The switch's rules, as text for nftables: who sends as whom, and what security groups let through.

In the bridge's own tables a frame gets its sender's number (low half of its mark) and its receiver's (high half); what is
no machine's has 0. br_netfilter then hands the packet to the inet table, which knows connections, a zone a network. A frame
of a cable that is in no rule goes nowhere.
"""
from spe_cloud import security_rules
from spe_cloud.switch import bridge, tap


def ruleset(topology):
    """The whole rules, which replace the old ones at once."""
    ports = topology.guarded()
    members = security_rules.members(ports)
    numbered = [(number, port) for number, port in enumerate(ports, 1)]
    guarded = [(number, port) for number, port in numbered if port.get('port_security_enabled', True)]
    zones = topology.zones()
    return '\n'.join([
        *replace('bridge', [
            *[line for number, port in numbered for line in sender(number, port)],
            *[line for number, port in guarded for line in receiver(number, port)],
            *chain('senders', 'type filter hook prerouting priority -300; policy accept;', [
                *verdicts('iifname', {f'"{tap(port["id"])}"': f'from-{number}' for number, port in numbered}),
                'iifname "t-*" drop']),
            *chain('receivers', 'type filter hook forward priority -10; policy accept;',
                   verdicts('oifname', {f'"{tap(port["id"])}"': f'to-{number}' for number, port in guarded})),
        ]),
        *replace('inet', [
            *[line for number, port in guarded for line in accepted(number, port, topology.groups, members)],
            *chain('zones', 'type filter hook prerouting priority raw; policy accept;',
                   [f'iifname "{bridge(network)}" ct zone set {zone}' for network, zone in zones.items()]),
            *chain('connections', 'type filter hook forward priority 0; policy accept;', [
                'meta mark 0 accept',
                'ct state established,related accept',
                'ct state invalid drop',
                'icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, nd-router-advert } accept',
                *verdicts('meta mark & 0x0000ffff', {f'{n:#x}': f'egress-{n}' for n, _ in guarded}),
                *verdicts('meta mark & 0xffff0000', {f'{n << 16:#x}': f'ingress-{n}' for n, _ in guarded}),
            ]),
        ]),
    ]) + '\n'


def replace(family, lines):
    table = f'{family} machines'
    return [f'add table {table}', f'delete table {table}', f'table {table} {{', *lines, '}']


def chain(name, hook, lines):
    return [f'  chain {name} {{', *([f'    {hook}'] if hook else []), *(f'    {line}' for line in lines), '  }']


def verdicts(key, chains):
    elements = ', '.join(f'{value} : jump {name}' for value, name in chains.items())
    return [f'{key} vmap {{ {elements} }}'] if chains else []


def sender(number, port):
    """Only what the port may send: with its own addresses and those of its allowed pairs."""
    if not port.get('port_security_enabled', True):
        return chain(f'from-{number}', '', ['accept'])
    pairs = port.get('allowed_address_pairs', [])
    macs = ', '.join(sorted({port['mac_address'], *(pair['mac_address'] for pair in pairs)}))
    every = [ip['ip_address'] for ip in port['fixed_ips']] + [pair['ip_address'] for pair in pairs]
    ipv4 = sorted({address for address in every if ':' not in address})
    ipv6 = sorted({address for address in every if ':' in address})
    return chain(f'from-{number}', '', [
        f'ether saddr != {{ {macs} }} drop',
        f'meta mark set {number:#x}',
        *([f'ip saddr {{ {", ".join(ipv4)} }} accept',
           f'arp saddr ether {{ {macs} }} arp saddr ip {{ {", ".join([*ipv4, "0.0.0.0"])} }} accept'] if ipv4 else []),
        'icmpv6 type nd-router-advert drop',
        f'ip6 saddr {{ {", ".join([*ipv6, "fe80::/64"])} }} accept',
        'drop',
    ])


def receiver(number, port):
    """No frame that is another's, which the bridge floods while it does not know where that one is."""
    return chain(f'to-{number}', '', [
        f'ether daddr != {port["mac_address"]} ether daddr & 01:00:00:00:00:00 == 00:00:00:00:00:00 drop',
        f'meta mark set meta mark | {number << 16:#x}',
    ])


def accepted(number, port, groups, members):
    """What the port may begin, and what may begin with it. Only the second ends the way through the rules."""
    rules = security_rules.rules_of(port, groups)

    def lines(direction, verdict):
        found = (security_rules.expression(rule, members) for rule in rules if rule['direction'] == direction)
        return [f'{condition} {verdict}' for condition in sorted({text for text in found if text})] + ['counter drop']
    return chain(f'egress-{number}', '', lines('egress', 'return')) + chain(
        f'ingress-{number}', '', lines('ingress', 'accept'))
