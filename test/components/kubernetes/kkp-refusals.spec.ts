import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { runtime } from "@pulumi/pulumi";
import type { KkpInputs, KkpOutputs } from "../../../components/kubernetes/kkp-cluster-inputs";
import { kkpProvider } from "../../../components/kubernetes/kkp-cluster-provider";
import { pool } from "../../support/kkp-inputs";
import { KkpServer, kkpInputs, kkpTokens } from "../../support/kkp-server";

/** What people read when KKP cannot do what they want; against the stand-in in this process. */
describe("a cluster that KKP cannot make", function () {
  this.timeout(30_000);
  let server: KkpServer;
  let pauses: number;
  const provider = kkpProvider({ pause: async () => pauses++, say: () => undefined });
  const inputs = (changes?: Partial<KkpInputs>) => kkpInputs(server, changes);
  /** What is wrong with new inputs, before anything is done: in a preview, and before an update. */
  const refusals = async (changes: Partial<KkpInputs>, olds: Partial<KkpInputs> = {}) =>
    (await provider.check?.(olds as KkpInputs, inputs(changes)))?.failures?.map(({ reason }) => reason);
  const making = (changes?: Partial<KkpInputs>) => provider.create(inputs(changes));
  const isNothingDone = () =>
    assert.deepEqual(
      server.standIn.asked.filter((it) => !it.startsWith("GET")),
      [],
    );

  beforeEach(async () => {
    server = await KkpServer.start();
    pauses = 0;
  });
  afterEach(() => server.stop());

  const wrong: [what: string, changes: Partial<KkpInputs>, told: string[]][] = [
    ["nothing", {}, []],
    ["a datacenter", { dc: "Bonn" }, ['dc must be one of Berlin, got "Bonn"']],
    [
      "a version",
      { version: "1.29.1" },
      ['version must be one that KKP offers, 1.34.0, 1.34.2, 1.35.1, 1.36.0, got "1.29.1"'],
    ],
    [
      "a flavor, and says all at once",
      { version: "1.40.0", pools: [pool, { ...pool, flavor: "de.NBI huge" }] },
      [
        'version must be one that KKP offers, 1.34.0, 1.34.2, 1.35.1, 1.36.0, got "1.40.0"',
        'pools[1].flavor must be one of de.NBI default, de.NBI large, got "de.NBI huge"',
      ],
    ],
  ];
  for (const [what, changes, told] of wrong) {
    it(`refuses ${what} before it is made`, async () => {
      assert.deepEqual(await refusals(changes), told);
      isNothingDone();
    });
  }

  it("asks nothing while something that another resource makes is unknown", async () => {
    assert.deepEqual(await refusals({ dc: "Bonn", issuer: runtime.unknownValue }), []);
    assert.deepEqual(server.standIn.asked, []);
  });

  it("asks nothing about what KKP offers where none of that has changed", async () => {
    assert.deepEqual(await refusals({ clientId: "another", dc: "Bonn" }, inputs({ dc: "Bonn" })), []);
    assert.deepEqual(server.standIn.asked, []);
    const flavor = 'pools[0].flavor must be one of de.NBI default, de.NBI large, got "de.NBI huge"';
    assert.deepEqual(await refusals({ pools: [{ ...pool, flavor: "de.NBI huge" }] }, inputs()), [flavor]);
  });

  it("refuses a name that another project's cluster has", async () => {
    const { id } = await making({ labels: { "spe.project": "lungs" } });
    const told = `KKP has a cluster "heart-cluster" (${id}) that project "heart" did not make; give another clusterName, or remove it there`;
    assert.deepEqual(await refusals({}), [told]);
    await assert.rejects(making(), { message: told });
    assert.equal(server.clusters.made.length, 1);
  });

  it("refuses to take up a cluster of its own that stands elsewhere", async () => {
    const { id } = await making();
    const told = `KKP has the cluster "heart-cluster" (${id}) of an earlier run with floatingIpPool "public", not "dmz"; change it back, or remove the cluster there`;
    assert.deepEqual(await refusals({ floatingIpPool: "dmz" }), [told]);
    await assert.rejects(making({ floatingIpPool: "dmz" }), { message: told });
  });

  const ways: [from: string, to: string, told?: RegExp][] = [
    ["1.34.0", "1.34.2"],
    ["1.34.2", "1.35.1"],
    ["1.34.2", "1.34.0", /^version must not go back from 1\.34\.2, which no cluster survives, got 1\.34\.0$/],
    ["1.35.1", "1.34.2", /^version must not go back from 1\.35\.1/],
    [
      "1.34.2",
      "1.36.0",
      /^version must go up one minor version at a time: to some 1\.35 first, from 1\.34\.2, got 1\.36\.0$/,
    ],
    ["1.36.0", "2.0.0", /^version must go up one minor version at a time/],
  ];
  for (const [from, to, told] of ways) {
    it(`${told === undefined ? "lets" : "refuses to"} go from ${from} to ${to}, before anything is asked`, async () => {
      const [reason = "", ...others] = (await refusals({ version: to }, inputs({ version: from }))) ?? [];
      assert.match(reason, told ?? /^$/);
      assert.deepEqual([others, server.standIn.asked], [[], []]);
    });
  }

  it("refuses an upgrade that KKP does not offer, and changes nothing", async () => {
    const { id, outs } = await making();
    server.standIn.asked.splice(0);
    await assert.rejects(
      async () => provider.update?.(id, outs as KkpOutputs, inputs({ version: "1.35.9" })),
      {
        message: 'cluster "heart-cluster" cannot go from 1.34.2 to 1.35.9; KKP offers 1.35.1',
      },
    );
    isNothingDone();
  });

  it("refuses a viewer's token, an unknown one, and one of no right in the project", async () => {
    const { url } = server.standIn;
    await assert.rejects(making({ token: kkpTokens.viewer }), {
      message: `KKP at ${url} does not allow this token to make the cluster "heart-cluster" (403); take one of a service account in the group editors of the project`,
    });
    const unknown = `KKP at ${url} refused the token (401): it has expired, or is another KKP's; make one in its dashboard`;
    assert.deepEqual(await refusals({ token: "expired-token-11" }), [unknown]);
    await assert.rejects(making({ token: "expired-token-11" }), { message: unknown });
    await assert.rejects(making({ projectId: "lungsproject" }), {
      message: `KKP at ${url} refused to list the project's clusters: project "lungsproject" not found (404)`,
    });
    assert.equal(pauses, 0);
    assert.equal(server.clusters.made.length, 0);
  });

  it("tells what is wrong with the way to KKP", async () => {
    const { url } = server.standIn;
    assert.deepEqual(await refusals({ certificateAuthority: "" }), [
      `KKP at ${url} shows a certificate of an authority that is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE); give the CA that signed it`,
    ]);
    assert.equal(pauses, 0);
    assert.deepEqual(await refusals({ apiUrl: "https://127.0.0.1:8" }), [
      "KKP at https://127.0.0.1:8 cannot be reached (ECONNREFUSED); check the URL and that the server runs",
    ]);
    assert.equal(pauses, 2);
  });

  const others: [what: string, answer: string, type: string, told: RegExp][] = [
    ["a page", "<html></html>", "text/html", /does not answer as KKP does; give its address without a path$/],
    [
      "another API",
      "{}",
      "application/json",
      /does not answer as KKP does; give its address without a path$/,
    ],
    [
      "a list alone, as earlier versions do",
      "[]",
      "application/json",
      /^dc must be one of none, got "Berlin"$/,
    ],
    [
      "part of the list",
      '{"clusters":[],"errorMessage":"seed b is broken"}',
      "application/json",
      /does not see all clusters, so that another one could be made twice: seed b is broken$/,
    ],
  ];
  for (const [what, answer, type, told] of others) {
    it(`tells of a server that answers with ${what}`, async () => {
      const other = createServer((_, response) => response.setHeader("Content-Type", type).end(answer));
      await once(other.listen(0, "127.0.0.1"), "listening");
      const apiUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
      const [reason = "", ...more] = (await refusals({ apiUrl })) ?? [];
      assert.match(reason, told);
      assert.deepEqual(more, []);
      other.close();
    });
  }

  it("is given up when KKP stays in trouble", async () => {
    const fault = { method: "GET", path: "/clusters", answer: 503 } as const;
    server.standIn.faults.push(...Array.from({ length: 7 }, () => fault));
    await assert.rejects(making(), {
      message: `KKP at ${server.standIn.url} refused to list the project's clusters: trouble on demand (503)`,
    });
    assert.equal(pauses, 6);
  });

  it("says after its time what is missing, and is kept", async () => {
    server.clusters.failure = "no quota";
    await assert.rejects(making({ readyMinutes: 0 }), (error: Error & { id: string }) => {
      assert.equal(
        error.message,
        'cluster "heart-cluster" is not ready after 0 minutes: waits for apiserver',
      );
      assert.match(error.id, /^[0-9a-f]{10}$/);
      return true;
    });
  });

  it("tells of two networks of its name", async () => {
    const network = { id: "one", name: "heart-ground", external: false };
    server.clusters.others.push(network, { ...network, id: "two" });
    await assert.rejects(making({ network: "heart-ground", subnetId: "subnet-7" }), {
      message:
        'the cloud has 2 networks "heart-ground" of the cluster "heart-cluster"; give its one network a name of its own',
    });
  });

  it("tells what KKP says of an SSH key that it does not have, and never a secret", async () => {
    await assert.rejects(making({ sshKeys: ["key-eve"] }), (error: Error) => {
      assert.match(
        error.message,
        /refused to let in the SSH key key-eve: SSH key "key-eve" not found \(404\)$/,
      );
      assert.doesNotMatch(error.message, /editor-token|credential-secret/);
      return true;
    });
  });
});
