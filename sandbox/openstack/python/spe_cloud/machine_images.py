"""Images of machines: root file systems as tar.zst in Glance, each unpacked once."""
import os
import shutil

from nova import exception
from nova.image import glance
from nova.virt import driver
from oslo_concurrency import lockutils

from spe_cloud.namespace import run
from spe_cloud.settings import IMAGES

ZSTANDARD = b'\x28\xb5\x2f\xfd'


def image_id(image_meta, block_device_info):
    """The image of the instance, or the one that its root volume was made of."""
    root = (block_device_info or {}).get('root_device_name')
    for mapping in driver.block_device_info_get_mapping(block_device_info):
        if mapping['mount_device'] == root:
            found = mapping['connection_info']['data'].get('image_id')
            if not found:
                raise exception.InstanceDeployFailure(reason='a root volume must be made of an image')
            return found
    return image_meta.id


@lockutils.synchronized('spe-image')
def root(context, image):
    """Folder of the unpacked image."""
    folder = f'{IMAGES}/{image}'
    if os.path.isdir(folder):
        return folder
    archive, draft = folder + '.tar.zst', folder + '.part'
    shutil.rmtree(draft, ignore_errors=True)
    os.makedirs(draft)
    try:
        glance.API().download(context, image, dest_path=archive)
        with open(archive, 'rb') as file:
            if file.read(4) != ZSTANDARD:
                raise exception.ImageUnacceptable(image_id=image, reason='it is not a root file system as tar.zst')
        # with extended attributes, in which the capabilities of programs are (ping's)
        run('tar', '--xattrs', '--xattrs-include=*', '-I', 'zstd', '-C', draft, '-xf', archive)
        os.rename(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        if os.path.exists(archive):
            os.unlink(archive)
    return folder


def upload(context, image, machine, on_packed):
    """Makes the machine's root file system the content of the image."""
    archive = f'{IMAGES}/{image}.upload'
    try:
        machine.pack(archive)
        on_packed()
        known = glance.API().get(context, image)
        with open(archive, 'rb') as file:
            described = {'name': known['name'], 'disk_format': 'raw', 'container_format': 'bare', 'properties': {}}
            glance.API().update(context, image, described, file, purge_props=False)
    finally:
        if os.path.exists(archive):
            os.unlink(archive)
