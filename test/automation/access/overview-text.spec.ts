import assert from "node:assert/strict";
import { stripVTControlCharacters, styleText } from "node:util";
import { accessOf } from "../../../automation/access/environment-access";
import { overviewText } from "../../../automation/access/overview-text";
import { parseSettings } from "../../../infra/settings";
import { changed, stackFile } from "../../infra/settings/right-settings";

const overviewOf = (input: unknown): string =>
  overviewText(accessOf(parseSettings(input), new Date("2026-05-01T12:00:00Z")), false);

/** The sandbox without the store, and so without what leads to it. */
const { project, site, ...sandbox } = stackFile("sandbox");
const storeless = { project, site, identity: { ...(sandbox.identity as object), clients: [] } };

describe("the overview of an environment", () => {
  it("says who may do what in the sandbox, and nothing else", () => {
    assert.equal(
      overviewOf(stackFile("sandbox")),
      `
bucket                who                                             where       may
heart-input           researcher, machine mount, machine tasks-input  everywhere  list, versions, get
                      manager                                         everywhere  list, versions, put
                      mona as checker, mona as manager                everywhere  list, versions, get, put
heart-scratch         researcher                                      own prefix  list, get, put, delete
                      machine tasks-scratch                           everywhere  list, get, put, delete
heart-egress-request  researcher                                      own prefix  put
                      checker                                         everywhere  list, versions, get
heart-release         checker                                         everywhere  put
                      manager                                         everywhere  list, versions, get
heart-audit           nobody

nothing in any bucket: researcher+checker, researcher+manager, checker+manager, outsider, anonymous
credentials for longer than an hour: nobody
access keys of their own: nobody

endpoint               for                                                           address
login                  people with an entitlement, by Life Science Login (stand-in)  https://127.0.0.1:8443/realms/heart
client workbench       people with a role                                            https://workbench.site.example/callback
console                people with a role                                            https://127.0.0.1:9444/oauth_callback
store                  people with a role, machines                                  https://127.0.0.1:9443
machine mount          whoever holds its keys
machine tasks-input    whoever holds its keys
machine tasks-scratch  whoever holds its keys
cluster                people with a role
tasks                  researchers                                                   https://tes.heart.example/ga4gh/tes/v1
bastion                mona with keys
ssh workbench          alice with keys, by the bastion

who                                                                                                        gets
accounts of https://127.0.0.1:8443/realms/ls-aai                                                           the login
whoever has urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart#aai.lifescience-ri.eu               the role researcher
whoever has urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart:role=checker#aai.lifescience-ri.eu  the role checker
whoever has urn:geant:lifescience-ri.eu:group:lifescience:de.NBI:heart:role=manager#aai.lifescience-ri.eu  the role manager
people                                                                                                     the store from 127.0.0.0/8
                                                                                                           the store from ::1/128
                                                                                                           the cluster from 198.18.2.2/32
researchers                                                                                                the service of tasks from 198.18.2.2/32
whoever has an account there                                                                               the bastion from 198.18.2.2/32
mona                                                                                                       an account: bastion
alice                                                                                                      an account: ssh workbench
`.slice(1),
    );
  });

  const rowsOf = (bucket: string, changes: Record<string, unknown>): string[] => {
    const [table = ""] = overviewOf(changed({ people: [], ...changes })).split("\n\n");
    const lines = table.split("\n").map((line) => line.replace(/ {2,}/g, " | "));
    const start = lines.findIndex((line) => line.startsWith(`${bucket} |`));
    const next = lines.findIndex((line, at) => at > start && !line.startsWith(" |"));
    return lines.slice(start, next === -1 ? undefined : next);
  };

  it("shows the root where names may be listed, and a right by name for each role that it adds to", () => {
    assert.deepEqual(rowsOf("heart-scratch", { "storage.listNames": true }), [
      "heart-scratch | researcher | root, own prefix | list",
      " | researcher | own prefix | get, put, delete",
    ]);
    const people = [{ id: "4f1c@lifescience-ri.eu", name: "Kim", bucket: "scratch", access: "read" }];
    assert.deepEqual(rowsOf("heart-scratch", { people }), [
      "heart-scratch | researcher | own prefix | list, get, put, delete",
      " | Kim | everywhere | list, get",
    ]);
  });

  it("shows a folder that a machine is limited to", () => {
    const mount = { name: "mount", bucket: "input/imaging", prefix: "public/", access: "write" };
    assert.deepEqual(rowsOf("heart-input-imaging", { "storage.serviceAccounts": [mount] }), [
      "heart-input-imaging | researcher | everywhere | list, versions, get",
      " | machine mount | folder public/ | list, versions, get, put, delete, delete version",
    ]);
  });

  it("is short where there is no store, and shorter where there is no realm", () => {
    assert.match(overviewOf(storeless), /^nothing in any bucket: researcher, .*\n.*\n.*\n\nendpoint/);
    assert.equal(
      overviewOf({ project, site }),
      "nothing in any bucket: outsider, anonymous\ncredentials for longer than an hour: nobody\naccess keys of their own: nobody\n",
    );
  });

  it("sets its headers off on a terminal, and changes nothing else", () => {
    const access = accessOf(parseSettings(stackFile("sandbox")), new Date("2026-05-01"));
    const shown = overviewText(access, true);
    assert.ok(
      shown.startsWith(`${styleText("bold", "bucket", { validateStream: false }).slice(0, -5)} `),
      shown,
    );
    assert.equal(stripVTControlCharacters(shown), overviewText(access, false));
  });
});
