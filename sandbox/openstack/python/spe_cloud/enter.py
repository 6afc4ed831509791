"""Opens a shell of root in a machine that runs, past its network and its logins: python3 -m spe_cloud.enter HOSTNAME."""
import os
import sys

from spe_cloud.machine import every


def main(name):
    machines = {machine.spec['hostname']: machine for machine in every()}
    leader = machines[name].group.leader() if name in machines else None
    if leader is None:
        running = sorted(known for known, machine in machines.items() if machine.group.leader())
        sys.exit(f'no machine "{name}" runs; those that do: {", ".join(running) or "none"}')
    command = ['/bin/bash', '--login'] if sys.stdin.isatty() else ['/bin/sh']
    os.execvp('nsenter', ['nsenter', '--target', str(leader), '--all', '--', *command])


if __name__ == '__main__':
    main(sys.argv[1])
