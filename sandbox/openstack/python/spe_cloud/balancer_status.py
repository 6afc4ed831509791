"""How balancers are: what haproxy finds out is written where Octavia's health manager would write it."""
import os
import socket

import pymysql

TABLES = ('member', 'pool', 'listener', 'load_balancer')


def server_states(path):
    """What haproxy says of each member: 'UP', 'DOWN', 'no check'. Nothing while it does not answer."""
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(path)
            connection.sendall(b'show stat -1 4 -1\n')
            text = b''.join(iter(lambda: connection.recv(65536), b'')).decode()
    except OSError:
        return {}
    header, *rows = [line.split(',') for line in text.lstrip('# ').splitlines() if line]
    status = header.index('status')
    return {row[1]: row[status].split(' ')[0] for row in rows}


def member_status(member, pool, state):
    if not member['admin_state_up']:
        return 'OFFLINE'
    if not pool['healthmonitor']:
        return 'NO_MONITOR'
    if member['weight'] == 0:
        return 'DRAINING'
    return {'UP': 'ONLINE', 'DOWN': 'ERROR'}.get(state, 'OFFLINE')


def worst(statuses):
    """Of what has several parts: ERROR where all failed, DEGRADED where some did."""
    bad = [status for status in statuses if status in ('ERROR', 'DEGRADED')]
    if not bad:
        return 'ONLINE'
    return 'ERROR' if len(bad) == len(statuses) and 'DEGRADED' not in bad else 'DEGRADED'


def statuses(balancer, listeners, pools, refused, states):
    """(table, id) -> operating_status. refused: listeners that are not served."""
    found = {}
    for pool in pools.values():
        for member in pool['members']:
            found['member', member['id']] = member_status(member, pool, states.get(member['id']))
        own = [found['member', member['id']] for member in pool['members']]
        found['pool', pool['id']] = worst(own) if pool['admin_state_up'] else 'OFFLINE'
    for listener in listeners:
        pool = found.get(('pool', listener['default_pool_id']), 'ONLINE')
        status = 'ERROR' if listener['id'] in refused else pool if pool != 'OFFLINE' else 'ONLINE'
        found['listener', listener['id']] = status if listener['admin_state_up'] else 'OFFLINE'
    parts = [found['listener', listener['id']] for listener in listeners]
    found['load_balancer', balancer['id']] = worst(parts) if balancer['admin_state_up'] else 'OFFLINE'
    return found


def report(found):
    """Octavia reads its database for every answer."""
    connection = pymysql.connect(unix_socket=os.environ['SPE_CLOUD_DATABASE_SOCKET'], user='root', database='octavia',
                                 autocommit=True)
    with connection, connection.cursor() as cursor:
        for (table, identity), status in found.items():
            if table in TABLES:
                cursor.execute(f'UPDATE `{table}` SET operating_status = %s WHERE id = %s AND operating_status != %s',
                               (status, identity, status))
