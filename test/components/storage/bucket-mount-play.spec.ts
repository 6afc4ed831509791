import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { type BucketMountPlayArgs, bucketMountPlay } from "../../../components/storage/bucket-mount-play";
import { ansibleProblem } from "../../support/ansible";

type Task = Record<string, unknown> & { name: string; no_log?: boolean };

interface Play {
  become: boolean;
  vars: Record<string, string>;
  tasks: Task[];
  handlers: Task[];
}

const args: BucketMountPlayArgs = { bucket: "heart-scratch", prefix: "public/", user: "alice" };

const playOf = (changes: Partial<BucketMountPlayArgs> = {}): Play => {
  const [play] = parse(bucketMountPlay({ ...args, ...changes }), { version: "1.1" }) as Play[];
  return play ?? assert.fail("no play");
};

const taskOf = ({ tasks }: Play, name: string): Task =>
  tasks.find((task) => task.name === name) ?? assert.fail(`no task "${name}"`);

const copyOf = (play: Play, name: string): Record<string, string> =>
  taskOf(play, name)["ansible.builtin.copy"] as Record<string, string>;

/** What the play does to a machine was tried with a real one; here is only what it says. */
describe("a mount as an Ansible play", () => {
  it("takes what the catalogue gives as variables, directory and account with defaults", () => {
    assert.deepEqual(playOf().vars, {
      mount_dir: "minio",
      mount_user: "alice",
      mount_path: "/home/{{ mount_user }}/data/{{ mount_dir }}",
    });
    const text = bucketMountPlay(args);
    for (const variable of ["access_key_id", "access_key_secret", "s3_api_url"]) {
      assert.match(text, new RegExp(`\\b${variable}\\b`));
    }
  });

  it("uses nothing but ansible-core's modules", () => {
    const { tasks, handlers } = playOf();
    const modules = [...tasks, ...handlers].flatMap((task) =>
      Object.keys(task).filter((key) => key.includes(".")),
    );
    assert.deepEqual([...new Set(modules)].sort(), [
      "ansible.builtin.apt",
      "ansible.builtin.assert",
      "ansible.builtin.command",
      "ansible.builtin.copy",
      "ansible.builtin.file",
      "ansible.builtin.getent",
      "ansible.builtin.stat",
      "ansible.builtin.systemd",
    ]);
  });

  it("writes the keys for root alone, and logs nothing of it", () => {
    const play = playOf();
    assert.equal(taskOf(play, "Write the keys").no_log, true);
    const { mode, owner, dest } = copyOf(play, "Write the keys");
    assert.deepEqual([mode, owner], ["0600", "root"]);
    assert.match(dest ?? "", /\/credentials\.json$/);
    const elsewhere = play.tasks.filter(
      ({ name, ...task }) => JSON.stringify(task).includes("access_key_secret") && name !== "Write the keys",
    );
    assert.deepEqual(
      elsewhere.map(({ name }) => name),
      ["Check the variables"],
    );
  });

  it("mounts as the other ways do", () => {
    const { content = "", dest } = copyOf(playOf({ readOnly: true, cache: { gib: 2 } }), "Write the mount");
    assert.equal(dest, "/etc/systemd/system/{{ unit.stdout }}.mount");
    assert.match(content, /^What=store:heart-scratch\/public\/$/m);
    assert.match(content, /^Where=\{\{ mount_path \}\}$/m);
    assert.match(
      content,
      /^Options=ro,.*,default_permissions,uid=\{\{ .* \}\},gid=\{\{ .* \}\},umask=0077,/m,
    );
    assert.match(content, /,vfs-cache-mode=off,vfs-cache-max-size=2G,/);
  });

  it("refuses what a mount must not be", () => {
    assert.throws(() => bucketMountPlay({ ...args, prefix: "public" }), {
      message:
        'play for "heart-scratch": prefix must be empty or folders that end with "/", of letters, digits and _ . @ = + -, got "public"',
    });
  });

  it("is taken by ansible-playbook", async function () {
    this.timeout(3 * 60_000);
    const problem = await ansibleProblem();
    if (problem !== undefined) {
      console.log(`      skipped: ${problem}`);
      this.skip();
    }
    const directory = mkdtempSync(join(tmpdir(), "spe-play-"));
    const check = (text: string) => {
      writeFileSync(join(directory, "play.yml"), text);
      const options = ["--syntax-check", "--inventory", "machine,", join(directory, "play.yml")];
      return spawnSync("ansible-playbook", options, { encoding: "utf8", cwd: directory });
    };
    const text = bucketMountPlay(args);
    const right = check(text);
    assert.equal(right.status, 0, right.stderr);
    const wrong = check(text.replace("ansible.builtin.getent", "ansible.builtin.getnet"));
    assert.notEqual(wrong.status, 0);
    assert.match(wrong.stderr, /couldn't resolve module\/action 'ansible.builtin.getnet'/);
    rmSync(directory, { recursive: true });
  });
});
