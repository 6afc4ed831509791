"""deny_blocks.py GROUP: no process of the control group (a folder in cgroup v2) opens or makes a block device from now on.

The groups below may have rules of their own as well, as containers do.
"""
import sys

from spe_cloud import device_policy

if __name__ == '__main__':
    device_policy.restrict(sys.argv[1], [], device_policy.WITH_OTHERS)
