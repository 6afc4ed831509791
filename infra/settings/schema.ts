import { type Static, Type } from "@sinclair/typebox";
import { cloudSection } from "./sections/cloud";
import { identitySection } from "./sections/identity";
import { kubernetesSection } from "./sections/kubernetes";
import { peopleSection } from "./sections/people";
import { projectSection } from "./sections/project";
import { serversSection } from "./sections/servers";
import { siteSection } from "./sections/site";
import { storageSection } from "./sections/storage";

/** What a stack file may say: the sections below `spe:`, without their prefix. */
export const settingsSchema = Type.Object(
  {
    project: projectSection,
    site: siteSection,
    identity: Type.Optional(identitySection),
    storage: Type.Optional(storageSection),
    people: Type.Optional(peopleSection),
    cloud: Type.Optional(cloudSection),
    servers: Type.Optional(serversSection),
    kubernetes: Type.Optional(kubernetesSection),
  },
  {
    additionalProperties: false,
    description: "One environment.",
    examples: [{ project: projectSection.examples?.[0], site: siteSection.examples?.[0] }],
  },
);

/** What a stack file may say, before the defaults. */
export type SettingsInput = Static<typeof settingsSchema>;
