import { type Judged, unknown } from "../../../policies/judge";
import { loginRolePolicyCustom } from "../../../policies/safe-data/login-role-policy-custom";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { rolePolicy } from "../compliant";
import { configMapOf, fromConfigMap, fromSecret, minio, secretOf } from "../compliant-programs";
import { checkerPolicy, login } from "../compliant-store";

const policies = [rolePolicy, checkerPolicy];
const name = "MINIO_IDENTITY_OPENID_ROLE_POLICY";
const server = 'container "minio" of deployment "minio"';
const builtIn = 'gives everybody the built-in policy "readonly"; name policies of the stack';
const chart = (values: unknown, of = "minio"): Judged => ({
  type: "kubernetes:helm.sh/v4:Chart",
  name: "heart-minio",
  props: { chart: of, values },
});
const command = (props: Record<string, unknown>, type = "remote"): Judged => ({
  type: `command:${type}:Command`,
  name: "heart-login",
  props,
});

describe("safe-data-login-role-policy-custom", () => {
  it("holds for policies of the stack, wherever they are named", async () => {
    await holds(loginRolePolicyCustom, [
      ...policies,
      login,
      minio(),
      secretOf("minio-login", { [name]: "spe-heart-checker" }),
      chart({ oidc: { rolePolicy: "spe-heart-checker" } }),
      command({ create: 'mc idp openid add store role_policy="spe-heart-researcher,spe-heart-checker"' }),
    ]);
  });

  it("holds for a server without a login, and for settings of other programs", async () => {
    await holds(loginRolePolicyCustom, [
      minio(
        Object.fromEntries(
          ["CONFIG_URL", "CLIENT_SECRET", "ROLE_POLICY", "REDIRECT_URI_DYNAMIC"].map((key) => [
            `MINIO_IDENTITY_OPENID_${key}_HEART`,
            undefined,
          ]),
        ),
      ),
      chart({ oidc: { rolePolicy: "readonly" } }, "portal"),
    ]);
  });

  const places: [string, Judged, string][] = [
    [
      "a login of the storage component",
      changed(login, { rolePolicy: "readonly" }),
      'login provider "heart-login"',
    ],
    [
      "the resource of a later provider",
      { type: "minio:index/iamIdpOpenid:IamIdpOpenid", name: "login", props: { rolePolicy: "readonly" } },
      'iam idp openid "login"',
    ],
    ["a variable", minio({ [`${name}_HEART`]: "readonly" }), server],
    ["the variable of another provider", minio({ [name]: "readonly" }), server],
    ["a key of a Secret", secretOf("login", { [name]: "readonly" }), 'secret "login"'],
    [
      "a file in a Secret",
      secretOf("login", { "config.env": `export ${name}="readonly"\nexport A=b\n` }),
      'secret "login"',
    ],
    [
      "an encoded Secret",
      changed(secretOf("login", {}), { data: { [name]: Buffer.from("readonly").toString("base64") } }),
      'secret "login"',
    ],
    ["a ConfigMap", configMapOf("login", { [name]: "readonly" }), 'config map "login"'],
    ["variables of a chart", chart({ environment: { [name]: "readonly" } }, "other"), 'chart "heart-minio"'],
    [
      "variables of a chart as a list",
      chart({ extraEnvVars: [{ name, value: "readonly" }] }),
      'chart "heart-minio"',
    ],
    [
      "a release",
      { ...chart({ oidc: { rolePolicy: "readonly" } }), type: "kubernetes:helm.sh/v3:Release" },
      'release "heart-minio"',
    ],
    [
      "a command's text",
      command({ create: "mc idp openid add store role_policy=readonly" }),
      'command "heart-login"',
    ],
    [
      "a command's update",
      command({ update: `mc admin config set store identity_openid role_policy='readonly'` }, "local"),
      'command "heart-login"',
    ],
    ["a command's environment", command({ environment: { [name]: "readonly" } }), 'command "heart-login"'],
  ];
  for (const [place, resource, subject] of places)
    it(`reports a built-in policy in ${place}`, async () => {
      await reports(loginRolePolicyCustom, [...policies, resource], [`${subject} ${builtIn}`]);
    });

  for (const policy of ["consoleAdmin", "readwrite", "writeonly", "diagnostics", "CONSOLEADMIN"])
    it(`reports ${policy} beside a policy of the stack`, async () => {
      await reports(
        loginRolePolicyCustom,
        [...policies, changed(login, { rolePolicy: `spe-heart-checker, ${policy}` })],
        [
          `login provider "heart-login" gives everybody the built-in policy "${policy}"; name policies of the stack`,
        ],
      );
    });

  it("reports the first of two logins in one command", async () => {
    const create =
      "mc idp openid add a role_policy=readonly\nmc idp openid add b role_policy=spe-heart-checker";
    await reports(
      loginRolePolicyCustom,
      [...policies, command({ create })],
      [`command "heart-login" ${builtIn}`],
    );
  });

  it("reports a policy that the stack does not make", async () => {
    await reports(
      loginRolePolicyCustom,
      [rolePolicy, login],
      [
        'login provider "heart-login" gives everybody the policy "spe-heart-checker", which the stack does not make; name its own',
      ],
    );
  });

  it("reports policies that nobody sees, and none at all", async () => {
    const from = (place: string) =>
      `${server} takes role_policy from ${place}, where nobody reviews it; write it as a value`;
    await reports(loginRolePolicyCustom, [minio({ [`${name}_HEART`]: fromSecret })], [from("a Secret")]);
    await reports(loginRolePolicyCustom, [minio({ [`${name}_HEART`]: fromConfigMap })], [from("elsewhere")]);
    await reports(
      loginRolePolicyCustom,
      [minio({ [`${name}_HEART`]: "" })],
      [`${server} has an empty role_policy; name policies of the stack`],
    );
    await reports(
      loginRolePolicyCustom,
      [minio({ [`${name}_HEART`]: undefined })],
      [`${server} takes policies from the login's token; set role_policy`],
    );
  });

  it("cannot be judged while policies are unknown, and still reports the others", async () => {
    await cannotJudge(
      loginRolePolicyCustom,
      [...policies, changed(login, { rolePolicy: unknown }), minio({ [name]: "readonly" })],
      "rolePolicy",
      [`${server} ${builtIn}`],
    );
    await cannotJudge(loginRolePolicyCustom, [changed(rolePolicy, { name: unknown }), login], "name");
  });
});
