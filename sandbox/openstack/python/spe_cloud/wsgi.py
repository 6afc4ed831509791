"""Applications for gunicorn, each by a factory: spe_cloud.wsgi:keystone().

SPE_CLOUD_CONFIGURATION is the folder of the services' configuration files.
"""
import collections
import os
import sys

CONFIGURATION = os.environ['SPE_CLOUD_CONFIGURATION']


def keystone():
    _without_arguments('keystone')
    os.environ['OS_KEYSTONE_CONFIG_FILES'] = f'{CONFIGURATION}/keystone.conf'
    from keystone.server.wsgi import initialize_public_application
    return initialize_public_application()


def placement():
    _without_arguments('placement')
    os.environ['OS_PLACEMENT_CONFIG_DIR'] = CONFIGURATION
    from placement.wsgi import init_application
    return init_application()


def barbican():
    _without_arguments('barbican')
    from barbican.common import config
    config.CONF([], project='barbican', default_config_files=[f'{CONFIGURATION}/barbican.conf'])
    from paste import deploy
    return deploy.loadapp(f'config:{CONFIGURATION}/barbican-paste.ini')


def octavia():
    """The API and its worker in one process: oslo.messaging's driver 'fake' reaches no further."""
    _without_arguments('octavia')
    from octavia.api.app import setup_app
    application = setup_app(argv=['octavia-api', '--config-file', f'{CONFIGURATION}/octavia.conf'])
    _start_octavia_worker()
    return application


def _start_octavia_worker():
    import oslo_messaging
    from octavia.common import constants, rpc
    from octavia.controller.queue.v2 import endpoints
    from octavia.controller.worker.v2 import controller_worker
    from oslo_config import cfg
    from oslo_messaging.rpc import dispatcher
    controller_worker.ControllerWorker.run_flow = _run_flow
    target = oslo_messaging.Target(topic=constants.TOPIC_AMPHORA_V2, server=cfg.CONF.host, fanout=False)
    rpc.get_server(target, [endpoints.Endpoints()], executor='threading',
                   access_policy=dispatcher.DefaultRPCAccessPolicy).start()


def _run_flow(worker, flow, *args, store=None, **keywords):
    """As Octavia's own, which in version 11 drops the keywords: with them the listeners and members that a balancer is made with.

    Their flow asks for what nobody gives, and what an amphora alone would use.
    """
    from octavia.controller.worker.v2 import controller_worker
    if 'listeners' in keywords:
        store = {**store, 'amphorae_network_config': collections.defaultdict(dict)}
    engine = worker.tf_engine.taskflow_load(flow(*args, **keywords), store=store)
    with controller_worker.tf_logging.DynamicLoggingListener(engine, log=controller_worker.LOG):
        engine.run()


def _without_arguments(name):
    """The services parse sys.argv, which here holds gunicorn's arguments."""
    sys.argv = [name]
