import { type Judged, unknown } from "../../../policies/judge";
import { storeRootGuarded } from "../../../policies/safe-data/store-root-guarded";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { fromConfigMap, minio, minioService, rootKeys, secretOf, serviceOf } from "../compliant-programs";

const server = 'container "minio" of deployment "minio"';
const http = `${server} speaks http; mount its certificate in /root/.minio/certs, or where --certs-dir says`;
const defaults = `${server} has MinIO's default keys for root; take MINIO_ROOT_USER and MINIO_ROOT_PASSWORD from a Secret`;
const noKeys = { MINIO_ROOT_USER: undefined, MINIO_ROOT_PASSWORD: undefined };
const console = (subject: string, port: unknown) =>
  `${subject} publishes MinIO's console, port ${port}; keep it inside the cluster`;
const ingressOf = (port: Record<string, unknown>, spec: Record<string, unknown> = {}): Judged => ({
  type: "kubernetes:networking.k8s.io/v1:Ingress",
  name: "heart-store",
  props: {
    spec: { rules: [{ http: { paths: [{ backend: { service: { name: "minio", port } } }] } }], ...spec },
  },
});

describe("safe-data-store-root-guarded", () => {
  it("holds for keys from a Secret, TLS, and a console inside the cluster", async () => {
    await holds(storeRootGuarded, [minio(), rootKeys, minioService, ingressOf({ number: 9000 })]);
    await holds(storeRootGuarded, [serviceOf({ ports: [{ name: "console", port: 9001 }] })]);
  });

  it("holds for keys from a whole Secret or a file, and for a certificate in a folder that is named", async () => {
    const envFrom = [{ secretRef: { name: "minio-root" } }];
    await holds(storeRootGuarded, [
      minio(noKeys, { envFrom }),
      minio({ ...noKeys, MINIO_ROOT_PASSWORD_FILE: "/run/secrets/root" }),
      minio({ ...noKeys, MINIO_CONFIG_ENV_FILE: "/run/secrets/config.env" }),
      minio({}, { volumeMounts: [], args: ["server", "/data", "--certs-dir", "/tls"] }),
      minio({}, { volumeMounts: [], args: ["server", "/data", "--certs-dir=/tls"] }),
    ]);
  });

  it("waits for a Secret that is unknown as a whole", async () => {
    const props = { metadata: { name: "root" }, stringData: unknown };
    await holds(storeRootGuarded, [{ type: "kubernetes:core/v1:Secret", name: "root", props }]);
  });

  it("leaves other Secrets alone, also while they are unknown", async () => {
    await holds(storeRootGuarded, [secretOf("other", { token: unknown, password: "short" })]);
  });

  it("leaves other programs alone, MinIO's client among them", async () => {
    const client = { image: "quay.io/minio/mc:1", args: ["mb", "store/heart"], volumeMounts: [] };
    await holds(storeRootGuarded, [
      minio(noKeys, client),
      minio(noKeys, { ...client, image: "quay.io/minio/minio:1", command: ["mc"] }),
      minio(noKeys, { ...client, image: "docker.io/library/nginx:1", args: undefined }),
    ]);
  });

  for (const key of ["MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD", "MINIO_ACCESS_KEY", "MINIO_SECRET_KEY"])
    it(`reports ${key} in the open, and does not show it`, async () => {
      for (const value of ["minioadmin", fromConfigMap])
        await reports(
          storeRootGuarded,
          [minio({ [key]: value })],
          [`${server} has ${key} in the open; take it from a Secret`],
        );
    });

  it("reports a server with MinIO's default keys", async () => {
    await reports(storeRootGuarded, [minio(noKeys)], [defaults]);
    await reports(
      storeRootGuarded,
      [minio(noKeys, { envFrom: [{ configMapRef: { name: "minio" } }] })],
      [defaults],
    );
  });

  it("reports a server without a certificate, however it is started", async () => {
    const volumeMounts = [{ name: "data", mountPath: "/data" }];
    for (const changes of [
      {},
      { args: undefined },
      { image: "registry.example.org/store:1", command: ["sh", "-c", "exec /usr/bin/minio server /data"] },
    ])
      await reports(storeRootGuarded, [minio({}, { volumeMounts, ...changes })], [http]);
  });

  for (const key of ["MINIO_ROOT_PASSWORD", "MINIO_SECRET_KEY", "rootPassword", "root-password"])
    it(`reports a short ${key} in a Secret`, async () => {
      await reports(
        storeRootGuarded,
        [secretOf("root", { [key]: "minioadmin" })],
        [`secret "root" has a ${key} of 10 characters; make one of 24 or more`],
      );
    });

  it("reports a short password in a file of a Secret and in an encoded one", async () => {
    const message = 'secret "root" has a MINIO_ROOT_PASSWORD of 10 characters; make one of 24 or more';
    const file = secretOf("root", { "config.env": "export MINIO_ROOT_PASSWORD=minioadmin" });
    const data = { MINIO_ROOT_PASSWORD: Buffer.from("minioadmin").toString("base64") };
    await reports(storeRootGuarded, [file], [message]);
    await reports(storeRootGuarded, [changed(secretOf("root", {}), { data })], [message]);
  });

  const ports = [{ name: "web", port: 443, targetPort: 9001 }];
  for (const [how, spec] of [
    ["on every node", { type: "NodePort", ports }],
    ["by a load balancer", { type: "LoadBalancer", ports }],
    ["at an address of its own", { externalIPs: ["192.0.2.7"], ports }],
  ] as const)
    it(`reports a console that is published ${how}`, async () => {
      await reports(storeRootGuarded, [serviceOf(spec)], [console('service "minio"', 9001)]);
    });

  it("reports a console that an Ingress leads to", async () => {
    const ingress = 'ingress "heart-store"';
    const defaultBackend = { service: { name: "minio", port: { name: "minio-console" } } };
    await reports(storeRootGuarded, [ingressOf({ number: 9001 })], [console(ingress, 9001)]);
    await reports(
      storeRootGuarded,
      [ingressOf({ name: "console" }, { defaultBackend })],
      [console(ingress, "minio-console"), console(ingress, "console")],
    );
  });

  it("cannot be judged while a password is unknown, and still reports the rest", async () => {
    await cannotJudge(
      storeRootGuarded,
      [secretOf("root", { MINIO_ROOT_PASSWORD: unknown, rootPassword: "short" })],
      "stringData.MINIO_ROOT_PASSWORD",
      ['secret "root" has a rootPassword of 5 characters; make one of 24 or more'],
    );
    await cannotJudge(
      storeRootGuarded,
      [minio({}, { image: unknown, volumeMounts: [] })],
      "spec.template.spec.containers.0.image",
    );
  });
});
