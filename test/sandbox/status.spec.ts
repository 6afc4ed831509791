import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { sandboxFolder } from "../../sandbox/folder";
import { serversOf, statusText } from "../../sandbox/status";
import { useTemporaryFolder } from "./fixtures/temporary-folder";

describe("the status of a sandbox", () => {
  const folder = useTemporaryFolder();
  const names = () => serversOf(sandboxFolder(folder()), undefined).map(({ name, runs }) => [name, runs]);

  it("has the servers that it was started with, of which none runs", () => {
    assert.deepEqual(names(), [
      ["Keycloak", false],
      ["MinIO", false],
    ]);
    for (const part of ["cloud", "kubernetes", "kkp"]) mkdirSync(join(folder(), part));
    assert.deepEqual(names().slice(2), [
      ["OpenStack", false],
      ["Kubernetes", false],
      ["KKP's stand-in", false],
    ]);
  });

  it("says where they run, before the first start has ended as well", () => {
    const servers = [
      { name: "MinIO", runs: true, url: "https://127.0.0.1:9443" },
      { name: "Kubernetes without root", runs: true },
      { name: "OpenStack", runs: false },
    ];
    assert.equal(
      statusText(servers, undefined),
      `  MinIO                   runs at https://127.0.0.1:9443
  Kubernetes without root runs at an address that is being set up
  OpenStack               does not run
  environment             not deployed; start with: npm start
`,
    );
  });
});
