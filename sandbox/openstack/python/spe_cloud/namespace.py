"""Network namespaces of this cloud, by iproute2."""
import json
import os
import subprocess

# nothing of the caller's Python or OpenStack environment reaches a program
ENVIRONMENT = {'PATH': '/usr/sbin:/usr/bin:/sbin:/bin', 'LC_ALL': 'C.UTF-8'}


def run(*command, check=True, stdin=None):
    """Standard output of a program. Raises RuntimeError with what it said when it fails, unless check is False."""
    done = subprocess.run([str(word) for word in command], input=stdin, capture_output=True, text=True, env=ENVIRONMENT,
                          stdin=subprocess.DEVNULL if stdin is None else None)
    if check and done.returncode:
        raise RuntimeError(f'{" ".join(map(str, command))}: {(done.stderr or done.stdout).strip()[-1500:]}')
    return done.stdout


def ip(namespace, *command, check=True):
    return run('ip', '-n', namespace, *command, check=check)


def inside(namespace, *command, **options):
    return run('nsenter', f'--net=/run/netns/{namespace}', *command, **options)


def names(prefix):
    """Namespaces whose names begin so."""
    return [name for name in os.listdir('/run/netns') if name.startswith(prefix)] if os.path.isdir('/run/netns') else []


def exists(namespace):
    return os.path.exists('/run/netns/' + namespace)


def ensure(namespace, *settings):
    """Makes the namespace unless it is there; settings are sysctls of its own: net.ipv4.ip_forward=1."""
    if exists(namespace):
        return
    run('ip', 'netns', 'add', namespace)
    ip(namespace, 'link', 'set', 'lo', 'up')
    if settings:
        inside(namespace, 'sysctl', '-qw', *settings)


def remove(namespace):
    """Takes the namespace away with what is in it; a veth pair goes when one of its ends does."""
    for link in links(namespace).values() if exists(namespace) else []:
        if link.get('linkinfo', {}).get('info_kind') == 'veth':  # a process may hold the namespace open for a while
            ip(namespace, 'link', 'del', link['ifname'], check=False)
    run('ip', 'netns', 'del', namespace, check=False)


def links(namespace):
    """Interfaces of the namespace by name."""
    return {link['ifname']: link for link in json.loads(ip(namespace, '-j', '-d', 'link') or '[]')}


def connect(namespace, interface, other, peer):
    """A veth pair between two namespaces. Both ends are down."""
    ip(namespace, 'link', 'add', interface, 'type', 'veth', 'peer', 'name', peer, 'netns', other)


def set_addresses(namespace, interface, wanted):
    """Gives the interface these addresses (10.0.0.2/24) and no others of global scope."""
    (link,) = json.loads(ip(namespace, '-j', 'addr', 'show', 'dev', interface))
    present = {f"{info['local']}/{info['prefixlen']}" for info in link['addr_info'] if info['scope'] == 'global'}
    for address in sorted(set(wanted) - present):
        ip(namespace, 'addr', 'add', address, 'dev', interface)
    for address in sorted(present - set(wanted)):
        ip(namespace, 'addr', 'del', address, 'dev', interface)
