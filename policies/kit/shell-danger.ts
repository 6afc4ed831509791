/** What no command or script of ours does, whatever it is for. */

/** What a command does that it must not, and what to do in its place. */
export interface ShellDanger {
  does: string;
  instead: string;
}

/** What may stand between two words; bounded, so that no script takes long to read. */
const any = ".{0,500}?";
const interpreter = String.raw`(?:\S{0,200}/)?(?:(?:ba|z|da|k|a)?sh|python[\d.]{0,5}|perl|ruby|node|php)\b`;
const substitution = String.raw`["']?(?:<\(|\$\(|\x60)\s*`;
const off = String.raw`\s*[=:\s]\s*["']?(?:0|[Nn]o|NO|[Oo]ff|OFF|[Ff]alse|FALSE)\b`;
const firewall = "(?:firewalld|ufw|nftables|ip6?tables)";

const dangers: (ShellDanger & { patterns: string[] })[] = [
  {
    patterns: [
      String.raw`\b(?:curl|wget|base64\s+(?:-d|-D|--decode))\b${any}\|\s*(?:sudo\s+(?:-\S{1,50}\s+)*)?${interpreter}`,
      String.raw`(?:^|\s)(?:${interpreter}|eval|source|\.)\s+(?:-\S{1,50}\s+)*${substitution}(?:curl|wget)\b`,
    ],
    does: "runs what it downloads or decodes without a look at it",
    instead: "download, compare the checksum, then run",
  },
  {
    patterns: [
      String.raw`\bchmod\s${any}\b0?[0-7]{2}[2367]\b`,
      String.raw`\bchmod\s${any}(?<=[\s,])[ugoa]*[oa][ugoa]*[+=][rxst]*w`,
      String.raw`\b(?:install|mkdir)\s${any}(?:-m\s*|--mode[=\s])["']?0?[0-7]{2}[2367]\b`,
      String.raw`\bumask\s+0+\b`,
    ],
    does: "lets everyone on the machine write",
    instead: "give the right to the user or group that needs it",
  },
  {
    patterns: [
      String.raw`\bcurl\s${any}(?<=\s)-[a-zA-Z]{0,20}k[a-zA-Z]{0,20}(?=\s|$)`,
      String.raw`--(?:insecure|insecure-skip-tls-verify|no-check-certificate|no-verify-ssl|trusted-host|allow-unauthenticated)(?![\w-]|=false)`,
      String.raw`\btrusted=yes\b|\bverify=False\b|\bGIT_SSL_NO_VERIFY=[1t]`,
      String.raw`\b(?:http\.sslVerify|NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY|strict-ssl)${off}`,
    ],
    does: "does not verify the server that it speaks with",
    instead: "trust the site's authority by its certificate",
  },
  {
    patterns: [
      String.raw`StrictHostKeyChecking[=\s]\s*["']?(?:no|off|accept-new)\b`,
      String.raw`UserKnownHostsFile[=\s]\s*["']?/dev/null\b`,
      String.raw`\b(?:ANSIBLE_HOST_KEY_CHECKING|host_key_checking)${off}`,
    ],
    does: "logs in to whatever machine answers",
    instead: "write the machine's host key into known_hosts",
  },
  {
    patterns: [String.raw`\bmc\s${any}\b(?:anonymous|policy)\s+set(?:-json)?\s+(?!none\b|private\b)`],
    does: "opens a bucket to everyone",
    instead: "give people their rights by a role policy",
  },
  {
    patterns: [
      String.raw`\bsetenforce\s+(?:0|[Pp]ermissive)\b`,
      String.raw`\bSELINUX=(?:disabled|permissive)\b`,
      String.raw`\baa-(?:complain|disable|teardown)\b`,
      String.raw`\bsystemctl\s${any}\b(?:stop|disable|mask)\b${any}\bapparmor\b`,
    ],
    does: "turns mandatory access control off",
    instead: "write the rule that the service needs",
  },
  {
    patterns: [
      String.raw`\bufw\s${any}\b(?:disable|reset|default\s+allow)\b`,
      String.raw`\bsystemctl\s${any}\b(?:stop|disable|mask)\b${any}\b${firewall}\b`,
      String.raw`\bservice\s+${firewall}\s+stop\b`,
      String.raw`\bip6?tables\s${any}(?<=\s)(?:(?:-F|--flush)\b|(?:-P|--policy)\s+(?:INPUT|FORWARD)\s+ACCEPT\b)`,
      String.raw`\bnft\s${any}\bflush\s+ruleset\b`,
    ],
    does: "turns the firewall off",
    instead: "open the port to the ranges that need it",
  },
];

const expressions = dangers.map(({ does, instead, patterns }) => ({
  danger: { does, instead },
  pattern: new RegExp(patterns.join("|")),
}));

/** What is dangerous in a command or script; comments do not count. */
export function shellDangers(script: string): ShellDanger[] {
  const commands = script
    .replace(/\\\r?\n/g, " ")
    .replace(/^\s*#.*$/gm, "")
    .split(/\n|;|&&|\|\|/);
  return expressions
    .filter(({ pattern }) => commands.some((command) => pattern.test(command)))
    .map(({ danger }) => danger);
}
