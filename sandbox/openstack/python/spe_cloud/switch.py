"""The namespace where machines, routers and the site are connected: a bridge for each network, a cable for each port."""
from spe_cloud import namespace
from spe_cloud.settings import SWITCH

# bridged packets pass nftables; and a connection that was cut must not be taken for a new one in its middle
SYSCTLS = ('net.bridge.bridge-nf-call-iptables=1', 'net.bridge.bridge-nf-call-ip6tables=1',
           'net.netfilter.nf_conntrack_tcp_loose=0')


def ensure_switch():
    namespace.ensure(SWITCH, *SYSCTLS)


def bridge(network_id):
    return 'b-' + network_id[:11]


def tap(port_id):
    """The switch's end of the cable of a machine or a balancer. It is connected once the port's rules are in force."""
    return 't-' + port_id[:11]


def leg(port_id):
    """The switch's end of the cable of a router, of the site or of a network's services."""
    return 'q-' + port_id[:11]
