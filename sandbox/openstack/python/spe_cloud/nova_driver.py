"""Nova's driver: instances are systemd-nspawn machines of this host.

What is not here (pause, suspend, rescue, live migration, ephemeral disks, swap) Nova refuses by its own words.
All hypervisors of the cloud share this host and its folders, so that a resize leaves a machine where it is.
"""
import os

import os_resource_classes
from nova import exception
from nova.api.metadata import base as metadata
from nova.compute import power_state, task_states
from nova.objects import fields
from nova.virt import configdrive, driver, hardware

from spe_cloud import machine_images
from spe_cloud.machine import Machine, every

# what a hypervisor offers: idle machines need little, so it is more than the host has
VCPUS, MEMORY_MB, DISK_GB = 64, 64_000, 2_000

CONSOLE_BYTES = 100_000


def nic(vif):
    """A port as machine.py takes it."""
    subnets = vif['network']['subnets']
    resolvers = [server['address'] for subnet in subnets for server in subnet['dns']]
    own = [subnet['meta']['dhcp_server'] for subnet in subnets if subnet['meta'].get('dhcp_server')]
    return {
        'port': vif['id'],
        'mac': vif['address'],
        'mtu': vif['network']['meta'].get('mtu') or 1450,
        'addresses': [f"{ip['address']}/{subnet['cidr'].split('/')[1]}" for subnet in subnets for ip in subnet['ips']],
        'gateways': [subnet['gateway']['address'] for subnet in subnets
                     if subnet['ips'] and subnet['gateway'] and subnet['gateway']['address']],
        'dns': resolvers or own,
    }


def disks(block_device_info):
    """(vdb, connection) of each volume but the root's, which is the image that the volume was made of."""
    root = (block_device_info or {}).get('root_device_name')
    for mapping in driver.block_device_info_get_mapping(block_device_info):
        if mapping['mount_device'] != root:
            yield mapping['mount_device'].rsplit('/', 1)[-1], mapping['connection_info']


class NspawnDriver(driver.ComputeDriver):
    capabilities = {**driver.ComputeDriver.capabilities, 'supports_attach_interface': True,
                    'supports_extend_volume': True, 'supports_image_type_raw': True,
                    'supports_migrate_to_same_host': True}

    def init_host(self, host):
        self._host = host

    def get_available_nodes(self, refresh=False):
        return [self._host]

    def get_available_resource(self, nodename):
        mine = [machine.spec for machine in every() if machine.spec['host'] == self._host]
        return {
            'vcpus': VCPUS, 'memory_mb': MEMORY_MB, 'local_gb': DISK_GB,
            'vcpus_used': sum(spec['vcpus'] for spec in mine),
            'memory_mb_used': sum(spec['memory_mb'] for spec in mine), 'local_gb_used': 0,
            'disk_available_least': DISK_GB, 'cpu_info': '{}', 'numa_topology': None,
            'hypervisor_type': 'nspawn', 'hypervisor_version': 1, 'hypervisor_hostname': nodename,
            'supported_instances': [(fields.Architecture.from_host(), fields.HVType.LXC, fields.VMMode.EXE)],
        }

    def update_provider_tree(self, provider_tree, nodename, allocations=None):
        totals = {os_resource_classes.VCPU: VCPUS, os_resource_classes.MEMORY_MB: MEMORY_MB,
                  os_resource_classes.DISK_GB: DISK_GB}
        usual = {'min_unit': 1, 'step_size': 1, 'reserved': 0, 'allocation_ratio': 1}
        provider_tree.update_inventory(nodename, {name: {**usual, 'total': total, 'max_unit': total}
                                                  for name, total in totals.items()})

    def default_root_device_name(self, instance, image_meta, root_bdm):
        return '/dev/vda'

    def get_host_ip_addr(self):
        return '127.0.0.1'

    def get_volume_connector(self, instance):
        return {'host': self._host, 'initiator': self._host, 'ip': '127.0.0.1'}

    # ------------------------------------------------------------ life cycle
    def spawn(self, context, instance, image_meta, injected_files, admin_password, allocations, network_info=None,
              block_device_info=None, power_on=True, accel_info=None):
        flavor = instance.flavor
        if flavor.swap or flavor.ephemeral_gb:
            raise exception.InstanceDeployFailure(reason='the sandbox has neither swap nor ephemeral disks')
        content = metadata.InstanceMetadata(instance, content=injected_files, network_info=network_info,
                                            extra_md={'admin_pass': admin_password} if admin_password else {})
        machine = Machine(instance.uuid)
        with configdrive.ConfigDriveBuilder(instance_md=content) as drive:
            machine.create({
                'host': self._host, 'name': instance.name, 'hostname': instance.hostname, 'nics': [],
                'memory_mb': flavor.memory_mb, 'vcpus': flavor.vcpus,
                'image': machine_images.root(context, machine_images.image_id(image_meta, block_device_info)),
            }, drive.mdfiles)
        for vif in network_info or []:
            machine.plug(nic(vif))
        if power_on:
            self._power_on(machine, block_device_info)

    def _machine(self, instance):
        machine = Machine(instance.uuid)
        if not machine.exists():
            raise exception.InstanceNotFound(instance_id=instance.uuid)
        return machine

    def _power_on(self, machine, block_device_info):
        wanted = {device: connection['data'] for device, connection in disks(block_device_info)}
        machine.update(disks={device: {'path': data['device_path'], 'volume': data['volume_id']}
                              for device, data in wanted.items()})
        machine.start()

    def destroy(self, context, instance, network_info, block_device_info=None, destroy_disks=True,
                destroy_secrets=True):
        if Machine(instance.uuid).exists():
            Machine(instance.uuid).remove()

    def cleanup(self, context, instance, network_info, block_device_info=None, destroy_disks=True, migrate_data=None,
                destroy_vifs=True, destroy_secrets=True):
        pass

    def power_off(self, instance, timeout=0, retry_interval=0):
        self._machine(instance).stop(timeout or 10)

    def power_on(self, context, instance, network_info, block_device_info=None, accel_info=None):
        self._power_on(self._machine(instance), block_device_info)

    def resume_state_on_host_boot(self, context, instance, network_info, block_device_info=None):
        self._power_on(self._machine(instance), block_device_info)

    def reboot(self, context, instance, network_info, reboot_type, block_device_info=None, bad_volumes_callback=None,
               accel_info=None):
        machine = self._machine(instance)
        machine.stop(10 if reboot_type == 'SOFT' else 0)
        self._power_on(machine, block_device_info)

    def snapshot(self, context, instance, image_id, update_task_state):
        update_task_state(task_state=task_states.IMAGE_PENDING_UPLOAD)
        machine_images.upload(context, image_id, self._machine(instance), lambda: update_task_state(
            task_state=task_states.IMAGE_UPLOADING, expected_state=task_states.IMAGE_PENDING_UPLOAD))

    # ------------------------------------------------------------ resize
    def migrate_disk_and_power_off(self, context, instance, dest, flavor, network_info, block_device_info=None,
                                   timeout=0, retry_interval=0):
        self._machine(instance).stop(timeout or 10)
        return '{}'

    def _resized(self, instance, block_device_info, power_on):
        machine = self._machine(instance)
        machine.update(host=self._host, memory_mb=instance.flavor.memory_mb, vcpus=instance.flavor.vcpus)
        if power_on:
            self._power_on(machine, block_device_info)

    def finish_migration(self, context, migration, instance, disk_info, network_info, image_meta, resize_instance,
                         allocations, block_device_info=None, power_on=True):
        self._resized(instance, block_device_info, power_on)

    def confirm_migration(self, context, migration, instance, network_info):
        pass

    def finish_revert_migration(self, context, instance, network_info, migration, block_device_info=None,
                                power_on=True):
        self._resized(instance, block_device_info, power_on)

    # ------------------------------------------------------------ what it is asked
    def get_info(self, instance, use_cache=True):
        running = self._machine(instance).running()
        return hardware.InstanceInfo(state=power_state.RUNNING if running else power_state.SHUTDOWN)

    def list_instances(self):
        return [machine.spec['name'] for machine in every() if machine.spec['host'] == self._host]

    def list_instance_uuids(self):
        return [machine.uuid for machine in every() if machine.spec['host'] == self._host]

    def get_console_output(self, context, instance):
        path = self._machine(instance).console
        with open(path, 'rb') as file:
            file.seek(max(0, os.path.getsize(path) - CONSOLE_BYTES))
            return file.read()

    # ------------------------------------------------------------ ports and volumes
    def attach_interface(self, context, instance, image_meta, vif):
        self._machine(instance).plug(nic(vif))

    def detach_interface(self, context, instance, vif):
        self._machine(instance).unplug(vif['id'])

    def attach_volume(self, context, connection_info, instance, mountpoint, disk_bus=None, device_type=None,
                      encryption=None):
        data = connection_info['data']
        self._machine(instance).attach(mountpoint.rsplit('/', 1)[-1], data['device_path'], data['volume_id'])

    def detach_volume(self, context, connection_info, instance, mountpoint, encryption=None):
        machine, device = self._machine(instance), mountpoint.rsplit('/', 1)[-1]
        if device in machine.spec['disks']:
            machine.detach(device)

    def extend_volume(self, context, connection_info, instance, requested_size):
        self._machine(instance).grow(connection_info['data']['device_path'])
