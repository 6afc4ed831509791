import { type Judged, unknown } from "../../../policies/judge";
import { accessKeyMachineOnly } from "../../../policies/safe-data/access-key-machine-only";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { egressAccount, machineAccount, machineUser } from "../compliant-store";

const person = "is not named as a machine's; let people log in, which gives them short keys";
const account = 'service account "heart-machine-mount-keys"';
const { policy } = machineAccount.props as { policy: string };
const accesskey: Judged = {
  type: "minio:index/accesskey:Accesskey",
  name: "heart-machine-mount-key",
  props: { user: "spe-heart-machine-mount", policy },
};

describe("safe-data-access-key-machine-only", () => {
  it("holds for users of machines, and for accounts of theirs with a policy", async () => {
    await holds(accessKeyMachineOnly, [machineUser, machineAccount, egressAccount, accesskey]);
  });

  it("holds for what a site calls its machines", async () => {
    const config = { machineUsers: ["mount-*"] };
    await holds(
      accessKeyMachineOnly,
      [changed(machineUser, { name: "mount-1" }), changed(machineAccount, { targetUser: "mount-1" })],
      { config },
    );
    await reports(accessKeyMachineOnly, [machineUser], [`user "spe-heart-machine-mount" ${person}`], {
      config,
    });
  });

  for (const name of ["rosa", "rosa@example.org", "minioadmin", "machine"])
    it(`reports the user "${name}"`, async () => {
      await reports(accessKeyMachineOnly, [changed(machineUser, { name })], [`user "${name}" ${person}`]);
    });

  it("judges a user without a name by the resource's", async () => {
    await holds(accessKeyMachineOnly, [changed(machineUser, { name: undefined })]);
  });

  it("reports a secret that somebody chose, and does not show it", async () => {
    await reports(
      accessKeyMachineOnly,
      [changed(machineUser, { secret: "marker" })],
      [
        'user "spe-heart-machine-mount" has a secret that somebody chose; leave it out, the provider makes one',
      ],
    );
  });

  for (const targetUser of ["minioadmin", "root", "rosa"])
    it(`reports an account of "${targetUser}"`, async () => {
      await reports(
        accessKeyMachineOnly,
        [changed(machineAccount, { targetUser })],
        [
          `${account} has the rights of "${targetUser}", which is not named as a machine's; make a user for the machine`,
        ],
      );
    });

  it("reports an account without a user or a policy, also one of a later provider", async () => {
    for (const nothing of [undefined, null, ""])
      await reports(
        accessKeyMachineOnly,
        [
          changed(machineAccount, { targetUser: nothing, policy: nothing }),
          changed(accesskey, { user: nothing, policy: nothing }),
        ],
        [
          `${account} has no targetUser and so the rights of root; make a user for the machine`,
          `${account} has no policy of its own; list in one what the machine needs`,
          'service account "heart-machine-mount-key" has no user and so the rights of root; make a user for the machine',
          'service account "heart-machine-mount-key" has no policy of its own; list in one what the machine needs',
        ],
      );
  });

  it("reports every EC2 credential of OpenStack", async () => {
    await reports(
      accessKeyMachineOnly,
      [
        {
          type: "openstack:identity/ec2CredentialV3:Ec2CredentialV3",
          name: "heart-swift",
          props: { projectId: "1f2e" },
        },
      ],
      ['EC2 credential "heart-swift" opens all of its project without end; use AssumeRoleWithWebIdentity'],
    );
  });

  it("cannot be judged while the user is unknown, and still reports a missing policy", async () => {
    await cannotJudge(
      accessKeyMachineOnly,
      [changed(machineAccount, { targetUser: unknown, policy: undefined })],
      "targetUser",
      [`${account} has no policy of its own; list in one what the machine needs`],
    );
  });
});
