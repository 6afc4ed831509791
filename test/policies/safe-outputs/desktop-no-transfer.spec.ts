import { type Judged, unknown } from "../../../policies/judge";
import { desktopNoTransfer } from "../../../policies/safe-outputs/desktop-no-transfer";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { configMapOf, desktops, desktopXml, minio, secretOf, weskitFiles } from "../compliant-programs";

const mapOf = (text: string): Judged => configMapOf("desktops", { "user-mapping.xml": text });
const connection = 'config map "desktops", connection "workbench" in "user-mapping.xml",';
const kept = '<param name="disable-copy">true</param><param name="disable-paste">true</param>';
const guacamole = (env: Record<string, unknown>): Judged =>
  minio(env, { image: "registry.example.org/guac:1" });
const gateway = 'container "minio" of deployment "minio"';
const chart = (values: unknown, name = "oci://charts.example.org/guacamole"): Judged => ({
  type: "kubernetes:helm.sh/v4:Chart",
  name: "heart-desktops",
  props: { chart: name, values },
});

describe("safe-outputs-desktop-no-transfer", () => {
  it("holds for connections that keep everything in", async () => {
    await holds(desktopNoTransfer, [
      desktops,
      mapOf(`<authorize username="rosa"><protocol>vnc</protocol>${kept}</authorize>`),
      mapOf(
        `<configs><config name="a" protocol="ssh">${kept.replaceAll(/>true<\/param>/g, ' value="true" />')}</config></configs>`,
      ),
      secretOf("desktops", { "user-mapping.xml": desktopXml }),
      guacamole({ GUAC_DISABLE_COPY: "true", GUAC_DISABLE_PASTE: "true", GUAC_ENABLE_DRIVE: "false" }),
      chart({ connections: { disableCopy: true, disablePaste: true } }),
    ]);
  });

  it("leaves other files, programs and charts alone", async () => {
    await holds(desktopNoTransfer, [
      weskitFiles,
      minio(),
      mapOf('<beans><config name="a">b</config></beans>'),
      chart({ replicas: 1 }, "minio"),
    ]);
  });

  const files: [string, string, string, string][] = [
    ["copying on", 'disable-copy">true', 'disable-copy">false', "has disable-copy off; set it to true"],
    [
      "copying as by default",
      '<param name="disable-copy">true</param>',
      "",
      "does not set disable-copy; set it to true",
    ],
    [
      "pasting as by default",
      '<param name="disable-paste">true</param>',
      "",
      "does not set disable-paste; set it to true",
    ],
    [
      "pasting off in a comment",
      '<param name="disable-paste">true</param>',
      '<!-- <param name="disable-paste">true</param> -->',
      "does not set disable-paste; set it to true",
    ],
    ["a drive", 'enable-drive">false', 'enable-drive">true', "has enable-drive on; leave it out"],
    [
      "SFTP",
      "</connection>",
      '<param name="enable-sftp"> TRUE </param></connection>',
      "has enable-sftp on; leave it out",
    ],
    [
      "printing",
      "</connection>",
      '<param name="enable-printing">true</param></connection>',
      "has enable-printing on; leave it out",
    ],
  ];
  for (const [name, from, to, problem] of files)
    it(`reports a connection with ${name}`, async () => {
      await reports(desktopNoTransfer, [mapOf(desktopXml.replace(from, to))], [`${connection} ${problem}`]);
    });

  it("judges each of several connections", async () => {
    const other = '<connection name="other"><protocol>ssh</protocol></connection>';
    const text = desktopXml.replace("</authorize>", `${other}</authorize>`);
    const subject = 'config map "desktops", connection "other" in "user-mapping.xml",';
    await reports(
      desktopNoTransfer,
      [mapOf(text)],
      [
        `${subject} does not set disable-copy; set it to true`,
        `${subject} does not set disable-paste; set it to true`,
      ],
    );
  });

  it("reports a connection that a Secret keeps, or a file of properties", async () => {
    await reports(
      desktopNoTransfer,
      [secretOf("desktops", { "a.properties": "disable-copy: false\ndisable-paste: true\n" })],
      ['secret "desktops", a connection in "a.properties", has disable-copy off; set it to true'],
    );
  });

  it("reports variables of a gateway, and keys of a ConfigMap for them", async () => {
    const env = { GUAC_DISABLE_COPY: "false", GUAC_ENABLE_DRIVE: "true" };
    const problems = [
      "has disable-copy off; set it to true",
      "does not set disable-paste; set it to true",
      "has enable-drive on; leave it out",
    ];
    await reports(
      desktopNoTransfer,
      [guacamole(env), configMapOf("gateway", env)],
      [
        ...problems.map((problem) => `${gateway} ${problem}`),
        ...problems.map((problem) => `config map "gateway" ${problem}`),
      ],
    );
  });

  it("reports a chart of the gateway that says nothing, and any that says it wrong", async () => {
    await reports(
      desktopNoTransfer,
      [chart({}), chart({ parameters: [{ name: "disable-copy", value: "false" }] }, "portal")],
      [
        'chart "heart-desktops" does not set disable-copy; set it to true',
        'chart "heart-desktops" does not set disable-paste; set it to true',
        'chart "heart-desktops" has disable-copy off; set it to true',
        'chart "heart-desktops" does not set disable-paste; set it to true',
      ],
    );
  });

  it("cannot be judged while a file is unknown, and still reports the others", async () => {
    const data = {
      a: unknown,
      "user-mapping.xml": desktopXml.replace('disable-copy">true', 'disable-copy">no'),
    };
    await cannotJudge(desktopNoTransfer, [changed(desktops, { data })], "data.a", [
      `${connection} has disable-copy off; set it to true`,
    ]);
  });
});
