"""pull_out.py PROCESS NUMBER PLACE...: in PROCESS' mounts, unmounts block device NUMBER (7:3) and removes its nodes.

A program of its own, because it becomes part of a machine's mounts. It runs nothing that the machine could have replaced.
"""
import ctypes
import os
import sys

DETACH = 2  # umount2(2): MNT_DETACH; what is still open there goes on until it is closed


def main(process, number, *places):
    with open(f'/proc/{process}/mountinfo') as file:
        mounts = [line.split()[2:5] for line in file]
    targets = [target for numbers, _, target in reversed(mounts) if numbers == number or target in places]
    library = ctypes.CDLL(None, use_errno=True)
    if library.setns(os.open(f'/proc/{process}/ns/mnt', os.O_RDONLY), 0):
        raise OSError(ctypes.get_errno(), f'cannot enter the mounts of process {process}')
    for target in targets:
        if library.umount2(target.encode(), 0):
            library.umount2(target.encode(), DETACH)
    for place in places:
        if os.path.lexists(place):
            os.unlink(place)


if __name__ == '__main__':
    main(*sys.argv[1:])
