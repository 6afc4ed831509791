"""python3 -m spe_cloud.run module:function [arguments]

Runs a console script by its entry point: the packages that bring the services' own programs also bring daemons.
"""
import importlib
import sys


def main():
    module, function = sys.argv[1].split(':')
    sys.argv = [module.replace('.', '-'), *sys.argv[2:]]
    return getattr(importlib.import_module(module), function)()


if __name__ == '__main__':
    sys.exit(main())
