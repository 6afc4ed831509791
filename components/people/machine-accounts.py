"""Makes the accounts of a machine what a document says, and tells what it changed; run by root.

The last line, which accounts-program.ts adds, calls settle() with the document, which was checked before:
{"groups": [{name, gid}], "people": [{name, uid, groups, sudo, publicKeys}]}. With the argument --nobody, everybody leaves.

Accounts made here are members of the group spe-people; no other account is touched. Who is not in the document any more
is locked and loses keys, groups and sessions; home and uid stay, since files belong to them.
"""
import contextlib
import grp
import json
import os
import pwd
import stat
import subprocess
import sys
import time

OURS = "spe-people"
SUDOERS = "/etc/sudoers.d/spe-people"


class Problem(Exception):
    """What keeps one account from being as it should."""


def run(*command):
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    except FileNotFoundError:
        raise Problem(f"the program {command[0]} is missing") from None
    if done.returncode:
        raise Problem(f"{command[0]}: {done.stderr.strip() or done.stdout.strip()}")


def say(text):
    print(text, flush=True)


def find(database, name):
    with contextlib.suppress(KeyError):
        return database(name)


@contextlib.contextmanager
def acting_as(account):
    """With the person's rights: in a home, a link to elsewhere could stand in the way, and root would follow it."""
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(account.pw_gid)
    os.seteuid(account.pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


def check(people, groups):
    """Refuses all that cannot be, before anything is changed."""
    ours = members()
    problems = []
    for group in groups:
        problems += clash("gid", group["name"], group["gid"], grp.getgrnam, grp.getgrgid)
    for person in people:
        problems += clash("uid", person["name"], person["uid"], pwd.getpwnam, pwd.getpwuid)
        if find(pwd.getpwnam, person["name"]) and person["name"] not in ours:
            problems.append(f"the account {person['name']} is there already and was not made for these people")
    if problems:
        sys.exit("\n".join(problems))


def clash(kind, name, number, by_name, by_number):
    """A name that has another number here, or a number that has another name: files would be another's."""
    same, other = find(by_name, name), find(by_number, number)
    if same and same[2] != number:
        yield f"{name} has the {kind} {same[2]} here, not {number}"
    if other and other[0] != name:
        yield f"the {kind} {number} of {name} is that of {other[0]} here"


def members():
    group = find(grp.getgrnam, OURS)
    return set(group.gr_mem) if group else set()


def make_group(name, *gid):
    if not find(grp.getgrnam, name):
        run("groupadd", *gid, name)
        say(f"made group {name}")


def groups_of(name):
    return {group.gr_name for group in grp.getgrall() if name in group.gr_mem}


def make_account(person):
    name, uid = person["name"], person["uid"]
    wanted = {OURS, *person["groups"]}
    account = find(pwd.getpwnam, name)
    if not account:
        # "*": no password, but not locked, which sshd without PAM takes as no login at all
        run("groupadd", "--gid", str(uid), name)
        run("useradd", "--uid", str(uid), "--gid", str(uid), "--create-home", "--key", "HOME_MODE=0700",
            "--shell", "/bin/bash", "--password", "*", "--groups", ",".join(sorted(wanted)), name)
        say(f"made account {name}")
    elif is_locked(name):
        run("usermod", "--expiredate", "", "--shell", "/bin/bash", "--password", "*", name)
        say(f"unlocked account {name}")
    if groups_of(name) != wanted:
        run("usermod", "--groups", ",".join(sorted(wanted)), name)
        say(f"set groups of {name}: {', '.join(sorted(wanted - {OURS})) or 'none'}")
    account = pwd.getpwnam(name)
    if os.stat(account.pw_dir).st_mode & 0o077:
        os.chmod(account.pw_dir, 0o700)
        say(f"closed home of {name}")
    try:
        write_keys(account, person["publicKeys"])
    except OSError as problem:
        # what somebody has made of their own home keeps out nobody but them
        say(f"wrote no keys of {name}: {problem}")


def is_locked(name):
    """Whether it was locked here: expired on the first day."""
    with open("/etc/shadow", encoding="utf-8") as shadow:
        return any(line.split(":")[0] == name and line.split(":")[7] == "1" for line in shadow)


def write_keys(account, keys):
    content = "".join(f"{key}\n" for key in keys)
    folder = f"{account.pw_dir}/.ssh"
    path = f"{folder}/authorized_keys"
    with acting_as(account):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        os.chmod(folder, 0o700)
        if is_private_file(path, content):
            return
        write_new(f"{path}.new", content, 0o600)
        os.rename(f"{path}.new", path)
    say(f"wrote keys of {account.pw_name}: {len(keys)}")


def is_private_file(path, content):
    """Without waiting: a person may have put anything in its place, a pipe for example."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    with os.fdopen(handle, "rb") as file:
        mode = os.fstat(handle).st_mode
        return stat.S_ISREG(mode) and stat.S_IMODE(mode) == 0o600 and file.read() == content.encode()


def write_new(path, content, mode):
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), mode)
        file.write(content)


def write_sudoers(people):
    lines = [f"{person['name']} ALL=(ALL:ALL) NOPASSWD: ALL\n" for person in people if person["sudo"]]
    content = "".join(lines)
    before = ""
    with contextlib.suppress(FileNotFoundError), open(SUDOERS, encoding="utf-8") as file:
        before = file.read()
    if content == before:
        return
    if not content:
        os.unlink(SUDOERS)
    else:
        # sudo reads no file with a dot in its name, so that this one is not in force before it was looked at
        new = f"{SUDOERS}.new"
        write_new(new, content, 0o440)
        run("visudo", "--check", "--quiet", f"--file={new}")
        os.rename(new, SUDOERS)
    say(f"wrote sudoers: {', '.join(person['name'] for person in people if person['sudo']) or 'nobody'}")


def lock_account(name):
    account = find(pwd.getpwnam, name)
    if not account:
        return
    if not is_locked(name):
        run("usermod", "--lock", "--expiredate", "1", "--shell", "/usr/sbin/nologin", "--groups", OURS, name)
        say(f"locked account {name}")
    with acting_as(account):
        for keys in ("authorized_keys", "authorized_keys2"):
            with contextlib.suppress(OSError):
                os.unlink(f"{account.pw_dir}/.ssh/{keys}")
                say(f"removed keys of {name}")
    end_sessions(account)


def end_sessions(account):
    for command in ("disable-linger", "terminate-user"):
        with contextlib.suppress(FileNotFoundError):
            subprocess.run(("loginctl", command, account.pw_name), stdin=subprocess.DEVNULL, capture_output=True)
    for attempt in range(50):
        ended = subprocess.run(("pkill", "-KILL", "--uid", str(account.pw_uid)), stdin=subprocess.DEVNULL)
        if ended.returncode:
            return
        if attempt == 0:
            say(f"ended sessions of {account.pw_name}")
        time.sleep(0.1)
    raise Problem("processes do not end")


def settle(document, arguments):
    groups = document["groups"]
    people = [] if "--nobody" in arguments else document["people"]
    check(people, groups)
    os.umask(0o077)
    problems = []

    def attempt(what, do, *values):
        """One account that cannot be mended keeps no other from being locked."""
        try:
            do(*values)
        except (OSError, Problem) as problem:
            problems.append(f"{what}: {problem}")

    make_group(OURS, "--system")
    attempt("sudoers", write_sudoers, people)
    for name in sorted(members() - {person["name"] for person in people}):
        attempt(name, lock_account, name)
    for group in groups:
        attempt(group["name"], make_group, group["name"], "--gid", str(group["gid"]))
    for person in people:
        attempt(person["name"], make_account, person)
    if problems:
        sys.exit("\n".join(problems))
