"""remove_machines.py: ends everything of this cloud's machines and networks that is not a file in its folder."""
import os
import re
import signal
from concurrent.futures import ThreadPoolExecutor

from spe_cloud import namespace
from spe_cloud.machine import every
from spe_cloud.machine_group import HIERARCHIES, MachineGroup
from spe_cloud.namespace import run
from spe_cloud.settings import CLOUD, FOLDER, PREFIX, VOLUMES

PATIENCE = 10  # seconds that a machine has to shut down


def main():
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda machine: machine.stop(PATIENCE), every()))
    for machine in every():
        machine.clear()
    for name in namespace.names(PREFIX):
        end_processes(name)
        if name != CLOUD:  # the front listens there, from outside
            namespace.remove(name)
    remove_groups()
    unmount()
    free_loops()


def end_processes(name):
    """Balancers and resolvers that outlived the fabric."""
    for process in map(int, run('ip', 'netns', 'pids', name).split()):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            pass


def remove_groups():
    """Also those of machines whose folders are gone."""
    parent = f'{HIERARCHIES[0]}/{PREFIX}machines'
    for name in os.listdir(parent) if os.path.isdir(parent) else []:
        if os.path.isdir(f'{parent}/{name}'):
            MachineGroup(name).kill()
            MachineGroup(name).remove()
    for hierarchy in HIERARCHIES:
        try:
            os.rmdir(f'{hierarchy}/{PREFIX}machines')
        except OSError:
            pass  # it was not there


def unmount():
    with open('/proc/self/mountinfo') as file:
        targets = [re.sub(r'\\(\d{3})', lambda octal: chr(int(octal[1], 8)), line.split()[4]) for line in file]
    for target in reversed(targets):
        if target.startswith(FOLDER + '/'):
            run('umount', target)


def free_loops():
    for line in run('losetup', '--list', '--noheadings', '--output', 'NAME,BACK-FILE').splitlines():
        device, _, path = line.strip().partition(' ')
        if path.strip().startswith(VOLUMES + '/'):
            run('losetup', '--detach', device, check=False)


if __name__ == '__main__':
    main()
