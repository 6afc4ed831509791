"""Certificates of balancers, from Barbican, as haproxy reads them: key, certificate and intermediates in one file.

What they are in Barbican: a secret with a PKCS #12 bundle, or a container of type "certificate". Octavia gives the services'
user the right to read them when a listener names them.
"""
import json

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

PEM, PKCS8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8


def pem(api, reference):
    """reference: URL of the secret or container."""
    path = '/v1/' + reference.split('/v1/')[1]
    if path.startswith('/v1/secrets/'):
        return from_bundle(payload(api, path))
    parts = {part['name']: part['secret_ref'] for part in json.loads(api.request('key-manager', path))['secret_refs']}

    def read(name):
        return payload(api, '/v1/' + parts[name].split('/v1/')[1]) if name in parts else b''
    key = serialization.load_pem_private_key(read('private_key'), read('private_key_passphrase') or None)
    return b'\n'.join([as_pem(key), read('certificate').strip(), read('intermediates').strip(), b''])


def payload(api, path):
    kind = json.loads(api.request('key-manager', path))['content_types']['default']
    return api.request('key-manager', path + '/payload', accept=kind.split(';')[0])


def from_bundle(bundle):
    key, certificate, others = pkcs12.load_key_and_certificates(bundle, None)
    return b''.join([as_pem(key), certificate.public_bytes(PEM), *(other.public_bytes(PEM) for other in others)])


def as_pem(key):
    return key.private_bytes(PEM, PKCS8, serialization.NoEncryption())
