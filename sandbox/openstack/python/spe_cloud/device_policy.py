"""Which devices the processes of a control group may open or make: a program that the kernel asks (cgroup v2, bpf(2)).

It is attached to the machine's outer group, alone: nobody inside can replace it or add another. Dropping CAP_MKNOD would not
do, since who may mount a devtmpfs finds every device of the host in it.
"""
import ctypes
import os
import platform
import struct

LIBRARY = ctypes.CDLL(None, use_errno=True)
BPF = {'x86_64': 321, 'aarch64': 280}[platform.machine()]  # number of the system call
PROG_LOAD, PROG_ATTACH = 5, 8
PROGRAM_TYPE, ATTACH_TYPE = 15, 6  # BPF_PROG_TYPE_CGROUP_DEVICE, BPF_CGROUP_DEVICE
BLOCK, CHARACTER = 1, 2
ALONE, WITH_OTHERS = 0, 2  # BPF_F_ALLOW_MULTI: groups below may add programs, all of which must agree

# null zero full random urandom, tty console ptmx and terminals, fuse, autofs (Linux' Documentation/admin-guide/devices.txt)
USUAL = [(CHARACTER, *numbers) for numbers in (
    (1, 3), (1, 5), (1, 7), (1, 8), (1, 9), (5, 0), (5, 1), (5, 2), (136, None), (10, 229), (10, 235))]

LOAD, AND, JUMP_UNLESS, MOVE, EXIT = 0x61, 0x57, 0x55, 0xb7, 0x95  # of BPF's instructions


def program(devices):
    """1 where kind and numbers are in the list, else 0. struct bpf_cgroup_dev_ctx: access << 16 | kind, major, minor."""
    code = [(LOAD, 2, 1, 0, 0), (AND, 2, 0, 0, 0xffff), (LOAD, 3, 1, 4, 0), (LOAD, 4, 1, 8, 0)]
    for device in devices:
        tests = [(register, number) for register, number in zip((2, 3, 4), device) if number is not None]
        code += [(JUMP_UNLESS, register, 0, len(tests) - place + 1, number)
                 for place, (register, number) in enumerate(tests)]
        code += [(MOVE, 0, 0, 0, 1), (EXIT, 0, 0, 0, 0)]
    code += [(MOVE, 0, 0, 0, 0), (EXIT, 0, 0, 0, 0)]
    return b''.join(struct.pack('<BBhi', operation, target | source << 4, offset, value)
                    for operation, target, source, offset, value in code)


def call(command, attributes):
    buffer = ctypes.create_string_buffer(attributes.ljust(128, b'\0'))
    result = LIBRARY.syscall(BPF, command, buffer, len(buffer))
    if result < 0:
        raise OSError(ctypes.get_errno(), f'the kernel takes no list of devices (CONFIG_CGROUP_BPF): bpf({command})')
    return result


def restrict(group, blocks, flags=ALONE):
    """group: folder in cgroup v2; blocks: (major, minor) of the block devices that are allowed beside the usual ones."""
    code = program([*USUAL, *((BLOCK, *numbers) for numbers in blocks)])
    instructions, licence = ctypes.create_string_buffer(code), ctypes.create_string_buffer(b'GPL')
    loaded = call(PROG_LOAD, struct.pack('<IIQQ', PROGRAM_TYPE, len(code) // 8, ctypes.addressof(instructions),
                                         ctypes.addressof(licence)))
    folder = os.open(group, os.O_RDONLY | os.O_DIRECTORY)
    try:
        call(PROG_ATTACH, struct.pack('<IIII', folder, loaded, ATTACH_TYPE, flags))
    finally:
        os.close(loaded)
        os.close(folder)
