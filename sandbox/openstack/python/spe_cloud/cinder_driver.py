"""Cinder's driver: a volume is a sparse file, which the machine that it is attached to sees through a loop device.

A volume made of an image holds nothing; which image it was is written beside it, and the machine that boots from it gets
that image as its root. Encryption is Cinder's record alone: the files are as encrypted as the disk of this host.
"""
import os

from cinder import exception
from cinder.volume import driver

from spe_cloud.namespace import run
from spe_cloud.settings import VOLUMES

GIB = 1 << 30


def path(volume):
    """File of a volume or a snapshot."""
    return f'{VOLUMES}/{volume["id"]}'


def source(volume):
    """File with the id of the image that the volume was made of."""
    return path(volume) + '.image'


class SparseFileDriver(driver.VolumeDriver):
    VERSION = '1'

    def do_setup(self, context):
        os.makedirs(VOLUMES, mode=0o700, exist_ok=True)

    def check_for_setup_error(self):
        pass

    def _update_volume_stats(self):
        self._stats = {
            'volume_backend_name': self.configuration.safe_get('volume_backend_name'), 'vendor_name': 'sandbox',
            'driver_version': self.VERSION, 'storage_protocol': 'file',
            'pools': [{'pool_name': 'files', 'total_capacity_gb': 'infinite', 'free_capacity_gb': 'infinite',
                       'reserved_percentage': 0, 'thin_provisioning_support': True, 'multiattach': False}]}

    # ------------------------------------------------------------ volumes
    def create_volume(self, volume):
        with open(path(volume), 'ab') as file:
            file.truncate(volume['size'] * GIB)
        os.chmod(path(volume), 0o600)

    def delete_volume(self, volume):
        for file in (path(volume), source(volume)):
            if os.path.exists(file):
                os.unlink(file)

    def extend_volume(self, volume, new_size):
        with open(path(volume), 'ab') as file:
            file.truncate(new_size * GIB)

    def _copy(self, origin, copy):
        run('cp', '--sparse=always', '--reflink=auto', path(origin), path(copy))
        if os.path.exists(source(origin)):
            run('cp', source(origin), source(copy))

    def create_snapshot(self, snapshot):
        self._copy(snapshot.volume, snapshot)

    def delete_snapshot(self, snapshot):
        self.delete_volume(snapshot)

    def create_volume_from_snapshot(self, volume, snapshot):
        self._copy(snapshot, volume)
        self.extend_volume(volume, volume['size'])

    def create_cloned_volume(self, volume, src_vref):
        self._copy(src_vref, volume)
        self.extend_volume(volume, volume['size'])

    def retype(self, context, volume, new_type, diff, host):
        return True, None

    # ------------------------------------------------------------ images
    def clone_image(self, context, volume, image_location, image_meta, image_service):
        self.create_volume(volume)
        self.copy_image_to_volume(context, volume, image_service, image_meta['id'])
        return {}, True

    def copy_image_to_volume(self, context, volume, image_service, image_id, disable_sparse=False):
        with open(source(volume), 'w') as file:
            file.write(image_id)

    copy_image_to_encrypted_volume = copy_image_to_volume

    def copy_volume_to_image(self, context, volume, image_service, image_meta):
        raise exception.VolumeDriverException('the sandbox makes no images of volumes; make one of the server')

    # ------------------------------------------------------------ attachments
    def initialize_connection(self, volume, connector):
        data = {'device_path': path(volume), 'volume_id': volume['id']}
        if os.path.exists(source(volume)):
            with open(source(volume)) as file:
                data['image_id'] = file.read()
        return {'driver_volume_type': 'local', 'data': data}

    def terminate_connection(self, volume, connector, **kwargs):
        pass

    def create_export(self, context, volume, connector):
        pass

    def ensure_export(self, context, volume):
        pass

    def remove_export(self, context, volume):
        pass
