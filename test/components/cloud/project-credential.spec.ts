import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ProjectCredential, type ProjectCredentialArgs } from "../../../components/cloud/project-credential";
import { assertWellBuilt, recordResources } from "../../support/record";
import { heart } from "./heart";
import { machineFindings } from "./machine-findings";

const rule = { service: "compute", method: "GET", path: "/v2.1/servers" } as const;
const args: ProjectCredentialArgs = { project: heart, purpose: "cluster", accessRules: [rule] };

const build = (changes: Partial<ProjectCredentialArgs> = {}) =>
  recordResources(() => void new ProjectCredential("heart-cluster", { ...args, ...changes }));

/** Against a mocked engine; that Keystone holds a credential to its rules is shown on a real one. */
describe("ProjectCredential", () => {
  it("makes no other, has one role and the listed calls, and ends with the project", async () => {
    const recorded = await build();
    assertWellBuilt(recorded);
    assert.deepEqual(
      recorded.map(({ type, name }) => `${type} ${name}`),
      [
        "spe:cloud:ProjectCredential heart-cluster",
        "openstack:identity/applicationCredential:ApplicationCredential heart-cluster",
      ],
    );
    assert.deepEqual(recorded[1]?.inputs, {
      name: "heart-cluster",
      description: "cluster of project heart",
      unrestricted: false,
      roles: ["reader"],
      accessRules: [rule],
      expiresAt: "2027-06-30T23:59:59Z",
    });
  });

  it("has the roles and the last day that it is given", async () => {
    const [, made] = await build({ roles: ["member"], expires: "2027-01-31" });
    assert.deepEqual([made?.inputs.roles, made?.inputs.expiresAt], [["member"], "2027-01-31T23:59:59Z"]);
  });

  it("hands out its secret as a secret", async () => {
    let isSecret = false;
    let secret = "";
    await recordResources(
      async () => {
        const made = new ProjectCredential("heart-cluster", args);
        isSecret = await pulumi.isSecret(made.secret);
        secret = await new Promise((resolve) => made.secret.apply(resolve));
      },
      () => ({ secret: "told once" }),
    );
    assert.deepEqual([isSecret, secret], [true, "told once"]);
  });

  it("holds every rule of the pack at every tier", async () => {
    assert.deepEqual(
      await machineFindings(
        (project, opts) => new ProjectCredential("heart-cluster", { ...args, project }, opts),
      ),
      [],
    );
  });

  const wrong: [what: string, changes: Partial<ProjectCredentialArgs>, problem: string][] = [
    [
      "a purpose",
      { purpose: "My cluster" },
      'purpose must be 2 to 31 lower-case letters, digits or hyphens, got "My cluster"',
    ],
    [
      "a role",
      { roles: ["member", "admin" as "member"] },
      "roles must be some of reader, member, load-balancer_member, creator, got member, admin",
    ],
    [
      "no role",
      { roles: [] },
      "roles must be some of reader, member, load-balancer_member, creator, got none",
    ],
    [
      "a day after the project's last",
      { expires: "2027-07-01" },
      `expires must be no later than the project's last day, 2027-06-30, got "2027-07-01"`,
    ],
    ["a day that is none", { expires: "2027-02-30" }, 'expires must be an ISO date, got "2027-02-30"'],
    ["no rules", { accessRules: [] }, "accessRules must list the calls; without any, all are allowed"],
    [
      "a service",
      { accessRules: [rule, { ...rule, service: "nova" as "compute" }] },
      'accessRules[1] must have a service of compute, dns, image, key-manager, load-balancer, network, object-store, orchestration, placement, sharev2, volumev3, got "nova"',
    ],
    [
      "a method",
      { accessRules: [{ ...rule, method: "get" as "GET" }] },
      'accessRules[0] must have a method of GET, HEAD, POST, PUT, PATCH, DELETE, got "get"',
    ],
    [
      "a path",
      { accessRules: [{ ...rule, path: "servers" }] },
      'accessRules[0] must have a path such as "/v2.1/servers", got "servers"',
    ],
    [
      "everything",
      { accessRules: [{ ...rule, path: "/**" }] },
      'accessRules[0] must not have a path for everything, got "/**"',
    ],
  ];
  for (const [what, changes, problem] of wrong) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(build(changes), { message: `credential "heart-cluster": ${problem}` });
    });
  }
});
