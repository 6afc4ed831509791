import { unknown } from "../../../policies/judge";
import { imagePinned } from "../../../policies/safe-settings/image-pinned";
import { cannotJudge, holds, reports } from "../../support/verdict";
import {
  container,
  containerOf,
  containerPath,
  containerSubject,
  deployment,
  deploymentOf,
  deploymentSubject,
} from "../compliant-kubernetes";

const digest = `@sha256:${"0a".repeat(32)}`;
const registries =
  "docker.io/elixircloud, quay.io/keycloak, quay.io/minio, registry.gitlab.com/one-touch-pipeline, registry.k8s.io";
const byTag = (image: string) =>
  `${containerSubject} takes the image "${image}" by its tag; add its digest as @sha256:…`;
const foreign = (image: string, list = registries) =>
  `${containerSubject} takes the image "${image}" from no registry of the list; use ${list}`;

describe("safe-settings-image-pinned", () => {
  for (const image of [
    `docker.io/elixircloud/tesk-api:1.1.0${digest}`,
    `elixircloud/tesk-api${digest}`,
    `quay.io/minio/minio${digest}`,
    `Quay.io/minio/minio${digest}`,
    `registry.gitlab.com/one-touch-pipeline/weskit/api:0.5${digest}`,
  ])
    it(`holds for ${image}`, async () => {
      await holds(imagePinned, [containerOf({ image })]);
    });

  it("holds for other registries where the configuration lists them", async () => {
    const config = { registries: ["localhost:5000/", "docker.io/library"] };
    await holds(
      imagePinned,
      [containerOf({ image: `localhost:5000/x:1${digest}` }), containerOf({ image: `alpine${digest}` })],
      { config },
    );
    const image = `quay.io/minio/minio${digest}`;
    await reports(
      imagePinned,
      [containerOf({ image })],
      [foreign(image, "localhost:5000/, docker.io/library")],
      {
        config,
      },
    );
  });

  for (const image of [
    "quay.io/minio/minio",
    "quay.io/minio/minio:latest",
    "quay.io/keycloak/keycloak:26.0.7",
    `quay.io/minio/minio@sha256:${"0a".repeat(31)}`,
    "quay.io/minio/minio@md5:0a",
  ])
    it(`reports ${image}, which may become another`, async () => {
      await reports(imagePinned, [containerOf({ image })], [byTag(image)]);
    });

  it("reports the tag latest beside a digest", async () => {
    const image = `quay.io/minio/minio:latest${digest}`;
    await reports(
      imagePinned,
      [containerOf({ image })],
      [`${containerSubject} takes the image "${image}"; name its version instead of latest`],
    );
  });

  for (const image of [
    `alpine${digest}`,
    `minio/minio${digest}`,
    `quay.io/miniox/minio${digest}`,
    `quay.io.example.org/minio/minio${digest}`,
    `example.org/quay.io/minio/minio${digest}`,
    `quay.io:8443/minio/minio${digest}`,
  ])
    it(`reports ${image}, which is of another registry`, async () => {
      await reports(imagePinned, [containerOf({ image })], [foreign(image)]);
    });

  it("reports a container without an image", async () => {
    for (const image of [undefined, ""])
      await reports(
        imagePinned,
        [containerOf({ image })],
        [`${containerSubject} names no image; name it with its digest`],
      );
  });

  it("judges images that are mounted as volumes too", async () => {
    const volume = (reference: string) =>
      deploymentOf({ volumes: [{ name: "model", image: { reference } }] });
    await holds(imagePinned, [deployment, volume(`quay.io/minio/model${digest}`)]);
    await reports(
      imagePinned,
      [volume("quay.io/minio/model:1")],
      [
        `${deploymentSubject} takes the image "quay.io/minio/model:1" by its tag; add its digest as @sha256:…`,
      ],
    );
  });

  it("cannot be judged while an image is unknown, and still reports the others", async () => {
    await cannotJudge(
      imagePinned,
      [deploymentOf({ containers: [{ ...container, image: unknown }, { name: "other" }] })],
      `${containerPath}.image`,
      [`container "other" of ${deploymentSubject} names no image; name it with its digest`],
    );
  });
});
