"""The control groups of a machine: its limits, the devices that it may open, and which processes are its own.

Each has two levels. The outer one is the host's: what it forbids, nobody inside can allow again. The machine lives in the
inner one, which is the root of what it sees.
"""
import os
import signal
import time

from spe_cloud import device_policy
from spe_cloud.settings import PREFIX

ROOT = '/sys/fs/cgroup'
UNIFIED = os.path.exists(ROOT + '/cgroup.controllers')
CONTROLLERS = ('systemd', 'unified', 'memory', 'pids', 'cpu', 'cpuacct', 'freezer', 'blkio', 'devices')
HIERARCHIES = [ROOT] if UNIFIED else [f'{ROOT}/{name}' for name in CONTROLLERS if os.path.isdir(f'{ROOT}/{name}')]

# of cgroup v2, which hosts that still have v1 have beside it
DEVICES = ROOT if UNIFIED else ROOT + '/unified'


def write(path, text):
    with open(path, 'w') as file:
        file.write(text)


class MachineGroup:
    def __init__(self, name):
        self.name = name
        self.outer = [f'{hierarchy}/{PREFIX}machines/{name}' for hierarchy in HIERARCHIES]
        self.inner = [group + '/machine' for group in self.outer]

    def prepare(self, memory_mb, vcpus, blocks):
        """blocks: (major, minor) of the block devices that it may use."""
        self.remove()
        if UNIFIED:
            for parent in (ROOT, f'{ROOT}/{PREFIX}machines'):
                os.makedirs(parent, exist_ok=True)
                write(parent + '/cgroup.subtree_control', '+memory +cpu +pids')
        limits = {'memory.limit_in_bytes': f'{memory_mb}M', 'memory.max': f'{memory_mb}M',
                  'cpu.cfs_quota_us': str(vcpus * 100_000), 'cpu.max': f'{vcpus * 100_000} 100000'}
        for group in self.outer:
            os.makedirs(group)
            for key, value in limits.items():
                if os.path.exists(f'{group}/{key}'):
                    write(f'{group}/{key}', value)
        for group in self.inner:
            os.makedirs(group)
        self.allow(blocks)

    def allow(self, blocks):
        """Lets the machine use these block devices and no others, from now on."""
        device_policy.restrict(f'{DEVICES}/{PREFIX}machines/{self.name}', blocks)

    def processes(self):
        found = set()
        for folder in (folder for group in self.outer for folder, _, _ in os.walk(group)):
            try:
                with open(folder + '/cgroup.procs') as file:
                    found.update(int(line) for line in file)
            except OSError:
                pass  # the machine has just taken it away
        return found - {0}

    def _numbers(self):
        """Process -> its numbers, from the host's view to that of the innermost process namespace."""
        found = {}
        for process in self.processes():
            try:
                with open(f'/proc/{process}/status') as file:
                    found[process] = next(line.split()[1:] for line in file if line.startswith('NSpid:'))
            except (OSError, StopIteration):
                pass  # it has just ended
        return found

    def leader(self):
        """The machine's first process as the host numbers it, or None."""
        return next((process for process, (_, *inner) in self._numbers().items() if inner == ['1']), None)

    def supervised(self):
        """Whether what runs the machine, systemd-nspawn or the loop around it, is there."""
        return any(len(numbers) == 1 for numbers in self._numbers().values())

    def kill(self):
        while processes := self.processes():
            for process in processes:
                try:
                    os.kill(process, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(.05)

    def remove(self):
        """Takes the groups away; there must be no process in them. One that has just ended keeps its group for a moment."""
        for folder in [folder for group in self.outer for folder, _, _ in os.walk(group, topdown=False)]:
            for is_last in (*[False] * 40, True):
                try:
                    os.rmdir(folder)
                    break
                except OSError:
                    if is_last:
                        raise
                    time.sleep(.05)
