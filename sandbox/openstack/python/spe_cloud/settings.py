"""What the processes of one cloud are told, by SPE_CLOUD_* variables (set by sandbox/openstack/fabric.ts)."""
import os

# what the names of namespaces, machines and interfaces on the host begin with: spe0-
PREFIX = os.environ['SPE_CLOUD_PREFIX']

FOLDER = os.environ['SPE_CLOUD_FOLDER']
GUESTS = FOLDER + '/guests'      # a folder for each machine, by its instance's id
IMAGES = FOLDER + '/images'      # unpacked root file systems, by their image's id
VOLUMES = FOLDER + '/volumes'    # a sparse file for each volume, by its id
FABRIC = FOLDER + '/fabric'      # what the balancers and resolvers are configured by

# "the internet" with the site's own servers, and the switches between machines, routers and it
CLOUD = PREFIX + 'cloud'
SWITCH = PREFIX + 'switch'

# Unix datagram socket by which the fabric is woken
FABRIC_SOCKET = os.environ['SPE_CLOUD_FABRIC_SOCKET']
