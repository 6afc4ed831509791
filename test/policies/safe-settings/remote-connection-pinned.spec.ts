import { type Judged, unknown } from "../../../policies/judge";
import { remoteConnectionPinned } from "../../../policies/safe-settings/remote-connection-pinned";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { localCommand, remoteCommand, remoteCopy } from "../compliant-access";

const connection = remoteCommand.props?.connection as Record<string, unknown>;
const connecting = (changes: Record<string, unknown>): Judged =>
  changed(remoteCommand, { connection: { ...connection, ...changes } });
const subject = 'command "heart-mount"';
const elsewhere = "use the private address or connection.proxy";

describe("safe-settings-remote-connection-pinned", () => {
  it("holds for a known host at a private address, or behind a bastion", async () => {
    await holds(remoteConnectionPinned, [
      remoteCommand,
      remoteCopy,
      localCommand,
      connecting({ host: "fd00::12" }),
      connecting({ privateKey: undefined, agentSocketPath: "/run/agent.sock" }),
    ]);
  });

  it("holds for a public host that is configured as one", async () => {
    const hosts = ["bastion.example.org", "192.0.2.10"];
    for (const host of hosts)
      await holds(remoteConnectionPinned, [connecting({ host })], { config: { publicHosts: hosts } });
  });

  it("reports a host whose key is not known, the provider's default", async () => {
    const message = `${subject} takes whatever machine answers for its host; set connection.hostKey`;
    for (const hostKey of [undefined, "", " ", null, true])
      await reports(remoteConnectionPinned, [connecting({ hostKey })], [message]);
  });

  it("holds for a host whose key is known only when the machine is there", async () => {
    await holds(remoteConnectionPinned, [connecting({ hostKey: unknown })]);
  });

  it("reports a password, and a login without a key", async () => {
    await reports(
      remoteConnectionPinned,
      [connecting({ password: "hunter2" })],
      [`${subject} logs in by a password; remove connection.password and use a key`],
    );
    await reports(
      remoteConnectionPinned,
      [connecting({ privateKey: "" })],
      [`${subject} names no key to log in by; set connection.privateKey`],
    );
  });

  it("reports the same of a bastion", async () => {
    await reports(
      remoteConnectionPinned,
      [connecting({ host: "192.0.2.10", proxy: { host: "192.0.2.1", password: "hunter2" } })],
      [
        `${subject} takes whatever machine answers for its host; set connection.proxy.hostKey`,
        `${subject} logs in by a password; remove connection.proxy.password and use a key`,
        `${subject} names no key to log in by; set connection.proxy.privateKey`,
      ],
    );
  });

  it("reports a public host without a bastion, by IPv4, IPv6 or name", async () => {
    for (const host of ["192.0.2.10", "2001:db8::1", "::ffff:192.0.2.10"])
      await reports(
        remoteConnectionPinned,
        [connecting({ host })],
        [`${subject} reaches the public address "${host}"; ${elsewhere}`],
      );
    for (const host of ["login.example.org", undefined, 7])
      await reports(
        remoteConnectionPinned,
        [connecting({ host })],
        [`${subject} reaches "${host ?? ""}", which is no private address; ${elsewhere}`],
      );
  });

  it("reports copies as well, and a connection that says nothing", async () => {
    for (const type of ["command:remote:CopyFile", "command:remote:CopyToRemote"])
      await reports(
        remoteConnectionPinned,
        [{ type, name: "data", props: {} }],
        [
          'copy "data" takes whatever machine answers for its host; set connection.hostKey',
          'copy "data" names no key to log in by; set connection.privateKey',
          `copy "data" reaches "", which is no private address; ${elsewhere}`,
        ],
      );
  });

  it("cannot be judged while a part is unknown, and still reports the rest", async () => {
    await cannotJudge(
      remoteConnectionPinned,
      [connecting({ host: unknown, password: "hunter2" })],
      "connection.host",
      [`${subject} logs in by a password; remove connection.password and use a key`],
    );
    await cannotJudge(
      remoteConnectionPinned,
      [changed(remoteCommand, { connection: unknown })],
      "connection",
    );
  });
});
