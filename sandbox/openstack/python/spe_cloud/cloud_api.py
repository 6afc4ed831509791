"""The services' APIs, asked as the user by which services call each other."""
import json
import os
import urllib.error
import urllib.request

AUTH_URL = os.environ.get('SPE_CLOUD_AUTH_URL', '')
PATIENCE = 30  # seconds


class CloudApi:
    def __init__(self):
        self._token, self._urls = None, {}

    def _login(self):
        with open(os.environ['SPE_CLOUD_PASSWORD_FILE']) as file:
            password = file.read().strip()
        domain = {'id': 'default'}
        user = {'name': os.environ['SPE_CLOUD_USER'], 'domain': domain, 'password': password}
        project = {'name': os.environ['SPE_CLOUD_PROJECT'], 'domain': domain}
        identity = {'methods': ['password'], 'password': {'user': user}}
        body = {'auth': {'identity': identity, 'scope': {'project': project}}}
        request = urllib.request.Request(AUTH_URL + '/auth/tokens', json.dumps(body).encode(),
                                         {'Content-Type': 'application/json'})
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            self._token = answer.headers['X-Subject-Token']
            catalogue = json.load(answer)['token']['catalog']
        self._urls = {service['type']: next(endpoint['url'] for endpoint in service['endpoints']
                                            if endpoint['interface'] == 'internal')
                      for service in catalogue if service['endpoints']}

    def request(self, service, path, body=None, accept='application/json'):
        """The answer's content as it is. path follows the service's URL, or is a whole URL of the service.
        Raises urllib.error.HTTPError with the service's own words in reason."""
        for is_last in (False, True):
            if not self._token:
                self._login()
            headers = {'X-Auth-Token': self._token, 'Content-Type': 'application/json', 'Accept': accept}
            url = path if path.startswith('http') else self._urls[service].rstrip('/') + path
            request = urllib.request.Request(url, body and json.dumps(body).encode(), headers)
            try:
                with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                    return answer.read()
            except urllib.error.HTTPError as error:
                if error.code == 401 and not is_last:
                    self._token = None  # it ended
                    continue
                error.msg = f'{error.msg}: {error.read(500).decode(errors="replace")} ({request.get_method()} {url})'
                raise

    def list(self, service, path, key):
        return json.loads(self.request(service, path))[key]
