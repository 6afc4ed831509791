import { Type } from "@sinclair/typebox";
import { group, list, text } from "../field";

/** `spe:site`: where the environment runs and who answers for it there. */
export const siteSection = group(
  {
    name: text("line", { description: "Who runs the servers.", example: "de.NBI Cloud Bielefeld" }),
    contact: text("email", {
      description: "Mailbox for questions and security reports; goes into the registration at LS AAI.",
      example: "cloud@site.example",
    }),
    privacyPolicy: text("https-url", {
      description: "Privacy notice of the service; LS AAI shows it to people before their first login.",
      example: "https://site.example/privacy",
    }),
    caFile: Type.Optional(
      text("relative-path", {
        description:
          "PEM file of the private authority that signed the servers' certificates. Certificates are always checked.",
        example: "site/ca.pem",
        defaultIs: "the machine's own authorities",
      }),
    ),
    serversStack: Type.Optional(
      text("word", {
        description:
          "Stack of this program with the section `servers`, whose outputs say where Keycloak and MinIO are; then their addresses and the key of the KMS are left out.",
        example: "site",
        defaultIs: "none: they are given",
      }),
    ),
    sourceRanges: Type.Optional(
      list(text("cidr", { description: "One range.", example: "192.0.2.0/24" }), {
        description:
          "Addresses from which people reach the object store. At tier 3 it must name at least one range. With `serversStack`, `servers.ranges` there says it for all.",
        example: ["192.0.2.0/24", "2001:db8::/32"],
        default: [],
        defaultIs: "any address; at tier 3 there is no default",
        uniqueItems: true,
      }),
    ),
  },
  {
    description: "Where the environment runs and who answers for it there.",
    example: {
      name: "de.NBI Cloud Bielefeld",
      contact: "cloud@site.example",
      privacyPolicy: "https://site.example/privacy",
    },
  },
);
