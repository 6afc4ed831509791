#!/usr/bin/python3
"""Prints short-lived keys of the object store for one person, for an S3 client's `credential_process`; run by root.

    person-keys SETTINGS.json        # {user, ticketFile, tokenUrl, clientId, clientSecret, storeUrl, roleArn, authority}

The person's refresh token buys an access token at the realm, which buys keys for 15 minutes at the store
(AssumeRoleWithWebIdentity). The realm gives a new refresh token each time, which takes the place of the old one: a
machine needs a login of its own. Nothing runs while nobody uses the mount, so the realm's idle limit holds; when the realm
refuses, the token is removed and the person logs in again. Everything in the home is done with the person's rights.
"""
import base64
import contextlib
import fcntl
import json
import os
import pwd
import ssl
import stat
import sys
import urllib.error
import urllib.parse
import urllib.request
from xml.etree import ElementTree

SECONDS = 900  # the least that MinIO gives


class Refused(Exception):
    """An answer other than 200, with its body."""


@contextlib.contextmanager
def acting_as(account):
    os.setgroups([])
    os.setegid(account.pw_gid)
    os.seteuid(account.pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def read_ticket(path):
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        sys.exit(f"there is no {path}; log in")
    with os.fdopen(handle, encoding="ascii") as file:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode) or mode & 0o077:
            sys.exit(f"{path} must be a file that only its owner may read")
        return file.read(16384).strip()


def write_ticket(path, text):
    with contextlib.suppress(FileNotFoundError):
        os.unlink(f"{path}.new")
    with os.fdopen(os.open(f"{path}.new", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(f"{text}\n")
    os.rename(f"{path}.new", path)


def post(url, form, authority, headers):
    context = ssl.create_default_context(cadata=authority or None)
    request = urllib.request.Request(url, urllib.parse.urlencode(form).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=15, context=context) as response:
            return response.read()
    except urllib.error.HTTPError as answer:
        raise Refused(f"{url} answered {answer.code}", answer.code) from None
    except OSError as problem:
        sys.exit(f"{url} does not answer: {problem}")


def access_token(settings, account):
    """A new access token; the new refresh token is in its place before anything else can fail."""
    path = settings["ticketFile"]
    with acting_as(account):
        ticket = read_ticket(path)
    client = f"{settings['clientId']}:{settings['clientSecret']}".encode()
    try:
        answer = json.loads(post(
            settings["tokenUrl"],
            [("grant_type", "refresh_token"), ("refresh_token", ticket)],
            settings["authority"],
            {"Authorization": f"Basic {base64.b64encode(client).decode()}"},
        ))
    except Refused as refusal:
        if refusal.args[1] == 400:
            with acting_as(account):
                os.unlink(path)
            sys.exit("the session of the login is over; log in again")
        sys.exit(refusal.args[0])
    with acting_as(account):
        write_ticket(path, answer.get("refresh_token", ticket))
    return answer["access_token"]


def store_keys(settings, bearer):
    form = [
        ("Action", "AssumeRoleWithWebIdentity"),
        ("Version", "2011-06-15"),
        ("DurationSeconds", SECONDS),
        ("RoleArn", settings["roleArn"]),
        ("WebIdentityToken", bearer),
    ]
    try:
        answer = ElementTree.fromstring(post(f"{settings['storeUrl']}/", form, settings["authority"], {}))
    except Refused as refusal:
        sys.exit(refusal.args[0])
    keys = {part.tag.rpartition("}")[2]: part.text for part in answer.iter()}
    return {name: keys[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        settings = json.load(file)
    account = pwd.getpwnam(settings["user"])
    # several mounts of a person have one refresh token, which serves once
    with open(f"/run/spe-person-keys-{account.pw_uid}", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        print(json.dumps({"Version": 1, **store_keys(settings, access_token(settings, account))}))


main()
