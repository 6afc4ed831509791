"""haproxy's configuration of a balancer, as text."""

ALGORITHMS = {'ROUND_ROBIN': 'roundrobin', 'LEAST_CONNECTIONS': 'leastconn', 'SOURCE_IP': 'source',
              'SOURCE_IP_PORT': 'source'}
LISTENERS = {'TCP': 'tcp', 'HTTPS': 'tcp', 'HTTP': 'http', 'TERMINATED_HTTPS': 'http'}
POOLS = {'TCP': 'tcp', 'HTTPS': 'tcp', 'PROXY': 'tcp', 'PROXYV2': 'tcp', 'HTTP': 'http'}
SEND_PROXY = {'PROXY': ' send-proxy', 'PROXYV2': ' send-proxy-v2'}
MONITORS = {'TCP': '', 'HTTP': 'option httpchk', 'HTTPS': 'option httpchk', 'TLS-HELLO': 'option ssl-hello-chk'}
TLS_VERSIONS = {'TLSv1': 'TLSv1.0', 'TLSv1.1': 'TLSv1.1', 'TLSv1.2': 'TLSv1.2', 'TLSv1.3': 'TLSv1.3'}


def unsupported(listener, pools):
    """Why the listener is not served, or None."""
    pool = pools.get(listener['default_pool_id'])
    monitor = pool and pool['healthmonitor']
    if listener['protocol'] not in LISTENERS:
        return f'protocol {listener["protocol"]}'
    if listener['l7policies']:
        return 'L7 policies'
    if listener['protocol'] == 'TERMINATED_HTTPS' and listener['client_authentication'] != 'NONE':
        return 'client certificates'
    if pool and (pool['protocol'] not in POOLS or pool['tls_enabled'] or (pool['session_persistence'] or {}).get(
            'type') == 'APP_COOKIE'):
        return 'protocol, TLS or persistence of its pool'
    if monitor and monitor['type'] not in MONITORS:
        return f'health monitor {monitor["type"]}'
    return None


def configuration(balancer, listeners, pools, certificates, socket):
    """listeners: those that are served; certificates: listener -> crt-list; socket: where statistics are asked for."""
    lines = ['global', '  maxconn 5000', f'  stats socket {socket} mode 600', 'defaults', '  timeout connect 5s',
             '  timeout client 50s', '  timeout server 50s']
    for listener in listeners:
        lines += frontend(balancer, listener, pools, certificates.get(listener['id']))
    for pool in {listener['default_pool_id'] for listener in listeners} & set(pools):
        lines += backend(pools[pool], next(x for x in listeners if x['default_pool_id'] == pool))
    return '\n'.join(lines) + '\n'


def frontend(balancer, listener, pools, certificates):
    bind = f'  bind {balancer["vip_address"]}:{listener["protocol_port"]}'
    if certificates:
        bind += f' ssl crt-list {certificates}'
        versions = [TLS_VERSIONS[version] for version in listener['tls_versions'] or [] if version in TLS_VERSIONS]
        bind += f' ssl-min-ver {min(versions)} ssl-max-ver {max(versions)}' if versions else ' ssl-min-ver TLSv1.2'
        bind += f' ciphers {listener["tls_ciphers"]}' if listener['tls_ciphers'] else ''
    lines = [f'frontend {listener["id"]}', f'  mode {LISTENERS[listener["protocol"]]}', bind,
             f'  timeout client {listener["timeout_client_data"] or 50000}ms']
    if (listener['connection_limit'] or -1) > 0:
        lines.append(f'  maxconn {listener["connection_limit"]}')
    values = {'X-Forwarded-For': '%[src]', 'X-Forwarded-Port': '%[dst_port]',
              'X-Forwarded-Proto': 'https' if certificates else 'http'}
    lines += [f'  http-request set-header {name} {values[name]}'
              for name, wanted in sorted((listener['insert_headers'] or {}).items())
              if name in values and str(wanted).lower() == 'true']
    if pools.get(listener['default_pool_id'], {}).get('admin_state_up'):
        lines.append(f'  default_backend {listener["default_pool_id"]}')
    return lines


def backend(pool, listener):
    lines = [f'backend {pool["id"]}', f'  mode {POOLS[pool["protocol"]]}',
             f'  balance {ALGORITHMS[pool["lb_algorithm"]]}',
             f'  timeout server {listener["timeout_member_data"] or 50000}ms']
    persistence = (pool['session_persistence'] or {}).get('type')
    if persistence == 'SOURCE_IP':
        lines += ['  stick-table type ip size 10k', '  stick on src']
    if persistence == 'HTTP_COOKIE':
        lines.append('  cookie SRV insert indirect nocache')
    monitor = pool['healthmonitor']
    check = ''
    if monitor and monitor['admin_state_up']:
        lines += monitoring(monitor)
        check = f' check inter {monitor["delay"]}s fall {monitor["max_retries_down"]} rise {monitor["max_retries"]}'
        check += ' check-ssl verify none' if monitor['type'] == 'HTTPS' else ''
    for member in pool['members']:
        if member['admin_state_up']:
            lines.append(server(member, check) + SEND_PROXY.get(pool['protocol'], '')
                         + (f' cookie {member["id"]}' if persistence == 'HTTP_COOKIE' else ''))
    return lines


def monitoring(monitor):
    lines = [f'  timeout check {monitor["timeout"]}s']
    lines += ['  ' + MONITORS[monitor['type']]] if MONITORS[monitor['type']] else []
    if monitor['type'] in ('HTTP', 'HTTPS'):
        # the codes are one (200), a list (200,202) or a range (200-204), as haproxy writes them too
        lines += [f'  http-check send meth {monitor["http_method"]} uri {monitor["url_path"]}',
                  f'  http-check expect status {monitor["expected_codes"].replace(" ", "")}']
    return lines


def server(member, check):
    other = f' addr {member["monitor_address"]}' if member['monitor_address'] else ''
    other += f' port {member["monitor_port"]}' if member['monitor_port'] else ''
    return (f'  server {member["id"]} {member["address"]}:{member["protocol_port"]} weight {member["weight"]}{check}'
            f'{other if check else ""}{" backup" if member["backup"] else ""}')
