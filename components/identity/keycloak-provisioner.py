"""Makes the service account with which programs make realms. For Python 3.9 or later, run by root.

  check   ends well where Keycloak lets the provisioner in
  make    makes it, or gives it its secret anew, as a temporary administrator; then removes all of those
"""

import http.client
import json
import os
import socket
import ssl
import sys
import urllib.parse

TEMPORARY = "spe-bootstrap-"


class Connection(http.client.HTTPConnection):
    """To this machine, whoever has the name; the certificate is checked all the same."""

    def __init__(self, place):
        super().__init__(place["host"], timeout=60)
        self.place = place

    def connect(self):
        self.sock = socket.create_connection(("127.0.0.1", self.place["port"]), self.timeout)
        if self.place["tls"]:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


class Keycloak:
    """Keycloak's REST API as a client of realm master."""

    def __init__(self, place, client_id, word):
        self.place = place
        form = [("grant_type", "client_credentials"), ("client_id", client_id), ("client_secret", word)]
        answer = self.send(
            "POST",
            "/realms/master/protocol/openid-connect/token",
            urllib.parse.urlencode(form),
            {"Content-Type": "application/x-www-form-urlencoded"},
        )
        self.bearer = {"Authorization": "Bearer " + answer["access_token"], "Content-Type": "application/json"}

    def master(self, method, path, content=None):
        body = None if content is None else json.dumps(content)
        return self.send(method, "/admin/realms/master" + path, body, self.bearer)

    def client(self, client_id):
        found = self.master("GET", "/clients?clientId=" + urllib.parse.quote(client_id))
        return found[0] if found else None

    def send(self, method, path, body, headers):
        connection = Connection(self.place)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status >= 300:
            sys.exit(f"Keycloak answers {answer.status} to {method} {path}")
        return json.loads(text) if text else None


def make(keycloak, provisioner):
    client = keycloak.client(provisioner["clientId"]) or {"clientId": provisioner["clientId"]}
    client.update(
        description="makes the realms of environments",
        publicClient=False,
        serviceAccountsEnabled=True,
        standardFlowEnabled=False,
        directAccessGrantsEnabled=False,
    )
    client["secret"] = provisioner["secret"]
    # its rights are looked up with each request: in an ordinary token those in a realm made since would be missing
    client["attributes"] = {"client.use.lightweight.access.token.enabled": "true"}
    if "id" in client:
        keycloak.master("PUT", "/clients/" + client["id"], client)
    else:
        keycloak.master("POST", "/clients", client)
        client = keycloak.client(provisioner["clientId"])
    account = keycloak.master("GET", f"/clients/{client['id']}/service-account-user")
    role = keycloak.master("GET", "/roles/create-realm")
    # giving a role that is given already changes nothing
    keycloak.master("POST", f"/users/{account['id']}/role-mappings/realm", [role])


def remove_temporary(keycloak, own_id):
    """Removes the temporary administrators of this time and of others, oneself at the end."""
    found = keycloak.master("GET", f"/clients?search=true&clientId={TEMPORARY}")
    for client in sorted(found, key=lambda it: it["clientId"] == own_id):
        if client["clientId"].startswith(TEMPORARY):
            keycloak.master("DELETE", "/clients/" + client["id"])


def settle(place, arguments):
    with open(place["provisioner"], encoding="utf-8") as file:
        provisioner = json.load(file)
    if arguments == ["make"]:
        own_id = os.environ["SPE_BOOTSTRAP_ID"]
        keycloak = Keycloak(place, own_id, os.environ["SPE_BOOTSTRAP_WORD"])
        make(keycloak, provisioner)
        remove_temporary(keycloak, own_id)
    Keycloak(place, provisioner["clientId"], provisioner["secret"])
