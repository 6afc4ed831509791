/** GA4GH's service-registry 1.0.0 with its service-info 1.0.0 (components.schemas of both), as a JSON schema. */
import Ajv from "ajv";

const text = { type: "string", minLength: 1 } as const;
const uri = { type: "string", format: "uri" } as const;
const time = { type: "string", format: "date-time" } as const;

const serviceType = {
  type: "object",
  required: ["group", "artifact", "version"],
  properties: { group: text, artifact: text, version: text },
};

const service = {
  type: "object",
  required: ["id", "name", "type", "organization", "version"],
  properties: {
    id: text,
    name: text,
    type: serviceType,
    description: text,
    organization: { type: "object", required: ["name", "url"], properties: { name: text, url: uri } },
    contactUrl: uri,
    documentationUrl: uri,
    createdAt: time,
    updatedAt: time,
    environment: text,
    version: text,
  },
};

/** What `GET /services` answers. */
const services = {
  type: "array",
  items: { allOf: [service, { type: "object", properties: { url: uri }, required: ["url"] }] },
};

/** What is wrong with a registry's answer by the standard. */
export function registryProblems(document: unknown): string[] {
  const ajv = new Ajv({ allErrors: true, strictTypes: false });
  ajv.addFormat("uri", (value: string) => URL.canParse(value));
  ajv.addFormat("date-time", (value: string) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value),
  );
  const validate = ajv.compile(services);
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
