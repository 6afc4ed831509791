"""Disks of a machine: loop devices over the volumes' files, shown to it as device nodes."""
import os
import stat

from spe_cloud import pull_out
from spe_cloud.namespace import run


def loop(path):
    """The loop device of the file, made unless there is one: /dev/loop3."""
    return run('losetup', '--noheadings', '--output', 'NAME', '--associated', path).strip() or run(
        'losetup', '--find', '--show', path).strip()


def free(path):
    """Gives up the file's loop device, if it has one."""
    device = run('losetup', '--noheadings', '--output', 'NAME', '--associated', path, check=False).strip()
    if device:
        run('losetup', '--detach', device)


def grow(path):
    run('losetup', '--set-capacity', loop(path))


def numbers(device):
    """(7, 3) of /dev/loop3."""
    status = os.stat(device)
    return os.major(status.st_rdev), os.minor(status.st_rdev)


def paths(device, volume):
    """Where a machine finds the disk: /dev/vdb, and as KVM's machines do by the first 20 characters of the volume's id."""
    return [f'/dev/{device}', f'/dev/disk/by-id/virtio-{volume[:20]}']


def show(leader, device, places):
    """Makes device nodes in a running machine."""
    for place in places:
        node = f'/proc/{leader}/root{place}'
        os.makedirs(os.path.dirname(node), exist_ok=True)
        if os.path.lexists(node):
            os.unlink(node)
        os.mknod(node, stat.S_IFBLK | 0o660, os.stat(device).st_rdev)


def hide(leader, device, places):
    """Unmounts the disk in a running machine and takes its nodes away, as pulling it out would."""
    run('/usr/bin/python3', pull_out.__file__, leader, '{}:{}'.format(*numbers(device)), *places)
