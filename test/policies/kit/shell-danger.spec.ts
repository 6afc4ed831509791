import assert from "node:assert/strict";
import { shellDangers } from "../../../policies/kit/shell-danger";

const dangers: Record<string, string[]> = {
  "runs what it downloads or decodes without a look at it": [
    "curl -fsSL https://get.example.org | sh",
    "curl -fsSL https://get.example.org/a?b=1&c=2 | sudo -E bash -s -- --yes",
    "wget -qO- https://x.example.org/install.py | /usr/bin/python3 -",
    "curl https://x.example.org \\\n  | tee log | bash",
    "echo aGk= | base64 -d | bash",
    'bash -c "$(curl -fsSL https://x.example.org)"',
    "bash <(curl -s https://x.example.org)",
    "eval `wget -qO- https://x.example.org`",
  ],
  "lets everyone on the machine write": [
    "chmod 777 /data",
    "chmod -R 0777 /data",
    "chmod 666 file",
    "chmod a+rwx /data",
    "chmod -v o=rw /data",
    "chmod ugo+w /data",
    "install -m 0777 a /usr/local/bin/a",
    "mkdir -p -m 777 /data",
    "umask 000",
  ],
  "does not verify the server that it speaks with": [
    "curl -k https://x.example.org",
    "curl -fsSLk https://x.example.org -o x",
    "curl --insecure https://x.example.org",
    "wget --no-check-certificate https://x.example.org",
    "mc --insecure ls store",
    "kubectl --insecure-skip-tls-verify=true get pods",
    "git -c http.sslVerify=false clone https://x.example.org",
    "GIT_SSL_NO_VERIFY=1",
    "NODE_TLS_REJECT_UNAUTHORIZED=0",
    "pip install --trusted-host pypi.example.org x",
  ],
  "logs in to whatever machine answers": [
    "ssh -o StrictHostKeyChecking=no host",
    'ssh -o "StrictHostKeyChecking accept-new" host',
    "scp -oUserKnownHostsFile=/dev/null a host:",
    "ANSIBLE_HOST_KEY_CHECKING=False",
    "host_key_checking = False",
  ],
  "opens a bucket to everyone": ["mc anonymous set download store/heart", "mc policy set public store/heart"],
  "turns mandatory access control off": [
    "setenforce 0",
    "sed -i 's/^SELINUX=.*/SELINUX=disabled/' /etc/selinux/config",
    "systemctl disable --now apparmor",
    "aa-teardown",
  ],
  "turns the firewall off": [
    "ufw disable",
    "ufw --force reset",
    "ufw default allow incoming",
    "systemctl stop firewalld",
    "systemctl --now mask nftables.service",
    "service iptables stop",
    "iptables -t filter -F",
    "ip6tables --policy INPUT ACCEPT",
    "nft flush ruleset",
  ],
};

const harmless = [
  "curl -fsSL https://x.example.org -o x && sha256sum -c x.sum && sh x",
  "curl --cacert ca.pem https://x.example.org | jq .",
  "curl -K config https://x.example.org",
  "curl https://x.example.org --key tls.key",
  'version="$(curl -fsS https://x.example.org/version)" && echo "$version"',
  "chmod 755 x && chmod 0640 y && chmod 1777 /scratch && chmod u+w,g-w z",
  "chmod +x run.sh; echo 777",
  "umask 077",
  "# chmod 777 /data\nchmod 750 /data",
  "ssh -o StrictHostKeyChecking=yes host",
  "mc anonymous set none store/heart",
  "kubectl --insecure-skip-tls-verify=false get pods",
  "setenforce 1",
  "ufw enable && ufw default deny incoming",
  "systemctl restart firewalld",
  "iptables -P INPUT DROP",
  "",
];

describe("dangers of commands", () => {
  for (const [does, scripts] of Object.entries(dangers))
    for (const script of scripts)
      it(`${JSON.stringify(script)} ${does}`, () => {
        assert.deepEqual(
          shellDangers(script).map((danger) => danger.does),
          [does],
        );
      });

  for (const script of harmless)
    it(`${JSON.stringify(script)} is harmless`, () => assert.deepEqual(shellDangers(script), []));

  it("are found in a long script in no time", () => {
    const script = "curl ".repeat(20_000);
    const before = performance.now();
    assert.deepEqual(shellDangers(script), []);
    assert.ok(performance.now() - before < 2000);
  });
});
