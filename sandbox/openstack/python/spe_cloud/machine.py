"""A machine: systemd-nspawn on an overlay of an unpacked image, in a network namespace and control groups of its own.

Everything about it is in its folder: spec.json, up/ work/ root/ (the overlay), seed/ (its config drive), boot (the command
that boots it) and console.log. It works where systemd is not the host's first process: nothing is registered with machined.
"""
import json
import os
import shlex
import shutil
import signal
import subprocess
import time

from spe_cloud import machine_disks, namespace
from spe_cloud.machine_group import MachineGroup
from spe_cloud.namespace import ENVIRONMENT, ip, run
from spe_cloud.settings import GUESTS, PREFIX, SWITCH
from spe_cloud.switch import ensure_switch, tap
from spe_cloud.wake import wake_fabric

# less does not boot Debian, in MiB
LEAST_MEMORY = 256

# a machine that was forgotten does not run for ever: as long as the sandbox's servers, in hours
LIFE = 12

# boots until the machine ends and asks for no other boot, which systemd-nspawn says by 133; "$@" are its control groups
LOOP = '''for group; do echo $$ >"$group/cgroup.procs"; done
while sh ./boot; [ $? = 133 ]; do :; done'''


def every():
    """All machines of this cloud."""
    names = os.listdir(GUESTS) if os.path.isdir(GUESTS) else []
    return [machine for machine in map(Machine, names) if machine.exists()]


class Machine:
    def __init__(self, uuid):
        self.uuid = uuid
        self.name = f'{PREFIX}vm-{uuid[:8]}'
        self.folder = f'{GUESTS}/{uuid}'
        self.root = self.folder + '/root'
        self.console = self.folder + '/console.log'
        self.group = MachineGroup(self.name)

    def exists(self):
        return os.path.exists(self.folder + '/spec.json')

    @property
    def spec(self):
        with open(self.folder + '/spec.json') as file:
            return json.load(file)

    def update(self, **changes):
        spec = {**(self.spec if self.exists() else {}), **changes}
        with open(self.folder + '/spec.json.new', 'w') as file:
            json.dump(spec, file, indent=1)
        os.rename(self.folder + '/spec.json.new', self.folder + '/spec.json')

    def create(self, spec, seed):
        """spec: host, name, hostname, image (folder), memory_mb, vcpus, nics; seed: (path, content)s of the config drive."""
        for folder in ('up', 'work', 'root', 'seed'):
            os.makedirs(f'{self.folder}/{folder}', mode=0o755 if folder == 'up' else 0o700, exist_ok=True)
        for path, content in seed:
            path = f'{self.folder}/seed/{path}'
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, 'wb') as file:
                file.write(content if isinstance(content, bytes) else content.encode())
        self.update(disks={}, **spec)

    # ------------------------------------------------------------ running
    def running(self):
        """A machine whose supervisor was killed counts as off, though what it ran may not have ended yet."""
        return self.group.supervised()

    def start(self):
        if self.running():
            return
        self.group.kill()
        spec = self.spec
        self.mount()
        ensure_switch()
        namespace.ensure(self.name)
        for nic in spec['nics']:
            self._connect(nic)
        with open(self.root + '/etc/resolv.conf', 'w') as file:
            file.writelines(f'nameserver {server}\n' for nic in spec['nics'] for server in nic['dns'])
        self.group.prepare(max(spec['memory_mb'], LEAST_MEMORY), spec['vcpus'], self._blocks())
        self.write_boot()
        with open(self.console, 'ab') as console:
            subprocess.Popen(['timeout', f'{LIFE}h', 'sh', '-c', LOOP, self.name, *self.group.inner], cwd=self.folder,
                             env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=console, stderr=console,
                             start_new_session=True)
        self._await(self.running, 5)

    def write_boot(self):
        """Every boot, a reboot from inside as well, takes the disks that it has by then."""
        spec = self.spec
        nspawn = ['systemd-nspawn', '--quiet', f'--directory={self.root}', f'--machine={self.name}',
                  f'--hostname={spec["hostname"]}', f'--uuid={self.uuid}', '--boot', '--register=no', '--keep-unit',
                  '--kill-signal=SIGRTMIN+3', f'--network-namespace-path=/run/netns/{self.name}', '--console=read-only',
                  '--resolv-conf=off', '--timezone=off', '--link-journal=no', '--capability=CAP_NET_ADMIN',
                  '--drop-capability=CAP_SYS_MODULE,CAP_SYS_RAWIO,CAP_SYS_TIME',
                  f'--bind-ro={self.folder}/seed:/var/lib/cloud/seed/config_drive']
        nspawn += [f'--bind={device}' for device in ('/dev/fuse', '/dev/autofs') if os.path.exists(device)]
        for device, disk in spec['disks'].items():
            loop = machine_disks.loop(disk['path'])
            nspawn += [f'--bind={loop}:{path}' for path in machine_disks.paths(device, disk['volume'])]
        # /sys shows the network namespace in which it was mounted, so systemd-nspawn itself runs in the machine's
        with open(self.folder + '/boot', 'w') as file:
            file.write(f'exec nsenter --net=/run/netns/{self.name} {shlex.join(nspawn)}\n')

    def stop(self, patience):
        """Asks it to shut down, and ends what is left of it after so many seconds."""
        leader = self.group.leader()
        if leader:
            os.kill(leader, signal.SIGRTMIN + 4)  # systemd(1): poweroff
            self._await(lambda: not self.running(), patience)
        self.group.kill()
        for nic in self.spec['nics'] if namespace.exists(SWITCH) else []:
            ip(SWITCH, 'link', 'set', tap(nic['port']), 'down', check=False)  # the namespace would answer for it

    def clear(self):
        """Takes away what is not in its folder, once it has ended."""
        namespace.remove(self.name)
        run('umount', self.root, check=False)
        for disk in self.spec['disks'].values():
            machine_disks.free(disk['path'])
        self.group.remove()

    def remove(self):
        self.stop(patience=3)
        self.clear()
        shutil.rmtree(self.folder)

    def _leader(self):
        """Its first process; a machine that boots or reboots gets one in a moment."""
        self._await(self.group.leader, 10)
        return self.group.leader()

    @staticmethod
    def _await(condition, seconds):
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            time.sleep(.1)

    # ------------------------------------------------------------ its root file system
    def mount(self):
        os.makedirs(self.root, exist_ok=True)
        if not os.path.ismount(self.root):
            layers = f'lowerdir={self.spec["image"]},upperdir={self.folder}/up,workdir={self.folder}/work'
            run('mount', '-t', 'overlay', '-o', layers, self.name, self.root)

    def pack(self, path):
        """Its root file system as an image's file."""
        self.mount()
        run('tar', '--xattrs', '--xattrs-include=*', '--one-file-system', '-I', 'zstd -3 -T0', '-C', self.root,
            '-cf', path, '.')

    # ------------------------------------------------------------ network
    def plug(self, nic):
        """nic: port, mac, mtu, addresses (10.0.0.5/24), gateways, dns."""
        taken = [other['device'] for other in self.spec['nics']]
        nic['device'] = next(f'ens{n}' for n in range(3, 99) if f'ens{n}' not in taken)
        self.update(nics=[*self.spec['nics'], nic])
        if self.running():
            self._connect(nic)

    def unplug(self, port):
        self.update(nics=[nic for nic in self.spec['nics'] if nic['port'] != port])
        ip(SWITCH, 'link', 'del', tap(port), check=False)

    def _connect(self, nic):
        device = nic['device']
        if device not in namespace.links(self.name):
            ip(SWITCH, 'link', 'del', tap(nic['port']), check=False)
            namespace.connect(SWITCH, tap(nic['port']), self.name, device)
            ip(self.name, 'link', 'set', device, 'address', nic['mac'], 'mtu', nic['mtu'], 'up')
            for address in nic['addresses']:
                ip(self.name, 'addr', 'add', address, 'dev', device, *(['nodad'] if ':' in address else []))
            if device == 'ens3':
                for gateway in nic['gateways']:
                    ip(self.name, 'route', 'add', 'default', 'via', gateway)
                ip(self.name, 'route', 'add', '169.254.169.254', 'dev', device)
        ip(SWITCH, 'link', 'set', tap(nic['port']), 'up')
        wake_fabric()

    # ------------------------------------------------------------ disks
    def _blocks(self):
        return [machine_disks.numbers(machine_disks.loop(disk['path'])) for disk in self.spec['disks'].values()]

    def attach(self, device, path, volume):
        """Makes the file at path appear as /dev/<device>, now and at every boot."""
        self.update(disks={**self.spec['disks'], device: {'path': path, 'volume': volume}})
        loop = machine_disks.loop(path)
        if self.running():
            self.group.allow(self._blocks())
            self.write_boot()
            machine_disks.show(self._leader(), loop, machine_disks.paths(device, volume))

    def detach(self, device):
        disks = self.spec['disks']
        disk = disks.pop(device)
        self.update(disks=disks)
        loop = machine_disks.loop(disk['path'])
        if self.running():
            self.write_boot()
            machine_disks.hide(self._leader(), loop, machine_disks.paths(device, disk['volume']))
            self.group.allow(self._blocks())
        machine_disks.free(disk['path'])

    def grow(self, path):
        """Tells the machine that the file became larger."""
        machine_disks.grow(path)
