"""All services of one project in one eventlet process: oslo.messaging's driver 'fake' reaches no further.

What each function does is what the project's own programs do one by one (nova.cmd.*, cinder.cmd.*).
"""
import os
import shlex
import sys


def nova():
    """Conductor, scheduler, a compute service for each of SPE_CLOUD_HYPERVISORS, and the API."""
    import nova.cmd  # noqa: F401  it patches the standard library for eventlet
    import eventlet
    import nova.conf
    import nova.virt
    import os_vif
    from nova import config, context, objects, service, utils
    from nova.objects import host_mapping
    from oslo_log import log
    from oslo_privsep import priv_context
    from oslo_service import service as oslo_service
    nova.virt.__path__.append(os.path.dirname(__file__))  # compute_driver is looked for in nova.virt alone
    configuration = nova.conf.CONF
    config.parse_args(sys.argv)
    log.setup(configuration, 'nova')
    priv_context.init(root_helper=shlex.split(utils.get_root_helper()))
    objects.register_all()
    os_vif.initialize()
    objects.Service.enable_min_version_cache()
    hypervisors = os.environ['SPE_CLOUD_HYPERVISORS'].split()
    _share_process(hypervisors)
    launcher = oslo_service.ServiceLauncher(configuration)
    launcher.launch_service(service.Service.create(binary='nova-conductor', topic='conductor'))
    launcher.launch_service(service.Service.create(binary='nova-scheduler', topic='scheduler'))
    for host in hypervisors:
        launcher.launch_service(service.Service.create(host=host, binary='nova-compute', topic='compute'))
    launcher.launch_service(service.WSGIService('osapi_compute'))

    def discover():
        """A hypervisor takes instances once it is mapped to its cell; those of an earlier start are."""
        mapped = host_mapping.HostMappingList.get_all(context.get_admin_context())
        missing = len(set(hypervisors) - {mapping.host for mapping in mapped})
        while missing > 0:
            eventlet.sleep(0.5)
            missing -= len(host_mapping.discover_hosts(context.get_admin_context()))

    eventlet.spawn(discover)
    launcher.wait()


def _share_process(hypervisors):
    """Nova detaches a volume only on CONF.host, which it takes for the one hypervisor of its process."""
    from nova.virt import block_device

    class Host(str):
        def __eq__(self, other):
            return other in hypervisors
        __hash__ = str.__hash__

    class Configuration:
        host = Host(hypervisors[0])
        __getattr__ = staticmethod(block_device.CONF.__getattr__)

    block_device.CONF = Configuration()


def cinder():
    """Scheduler, a volume service for each of enabled_backends, and the API."""
    import eventlet
    eventlet.monkey_patch()
    import __original_module_threading
    import threading
    __original_module_threading.current_thread.__globals__['_active'] = threading._active
    import os_brick
    from cinder import i18n
    i18n.enable_lazy()
    from cinder import coordination, objects, rpc, service, utils, version
    from cinder.cmd import volume
    from cinder.common import config, constants
    from oslo_config import cfg
    from oslo_log import log
    from oslo_privsep import priv_context
    from oslo_service import service as oslo_service
    configuration = cfg.CONF
    objects.register_all()
    configuration(sys.argv[1:], project='cinder', version=version.version_string())
    config.set_middleware_defaults()
    log.setup(configuration, 'cinder')
    priv_context.init(root_helper=shlex.split(utils.get_root_helper()))
    utils.monkey_patch()
    os_brick.setup(configuration)
    coordination.COORDINATOR.start()
    rpc.init(configuration)

    class Service(service.Service):
        """Cinder remembers one service a process, and would have each report the state of the last."""

        def report_state(self):
            service.Service.service_id = self.origin_service_id
            super().report_state()

    launcher = oslo_service.ServiceLauncher(configuration)
    launcher.launch_service(Service.create(binary='cinder-scheduler'))
    for backend in configuration.enabled_backends:
        configuration.register_opt(volume.host_opt, group=backend)
        launcher.launch_service(Service.create(
            host=f'{configuration.host}@{backend}', service_name=backend,
            binary=constants.VOLUME_BINARY, coordination=True))
    launcher.launch_service(service.WSGIService('osapi_volume'))
    launcher.wait()
