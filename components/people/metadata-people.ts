/** Reads people from what clouds tell their machines; what it says of itself is checked, what the people are is not yet. */
import { rejectArgs } from "../validation";
import type { Person } from "./machine-account";

type Problem = string | undefined;

/** Before parts of which de.NBI's login names carry the login's home: `alice@elixir-europe.org`. */
const homeOfLogin = /@[a-z0-9.-]+$/;

/**
 * People of a SimpleVM machine, from what `/etc/simplevm/get_metadata.sh` prints: `{"userdata": {"VERSION": "1.0.0", "data":
 * {"<hash>": {"username", "user_id", "public_keys"}}}}`.
 * @throws pulumi.InputPropertiesError where it is something else, or names nobody: that would lock everybody out
 */
export function simpleVmPeople(text: string): Person[] {
  const subject = "SimpleVM metadata";
  const { userdata } = parsed(subject, text);
  const { VERSION: version, data } = recordOf(userdata);
  const people = Object.entries(recordOf(data)).map(([key, entry]) => {
    const { username, user_id: id, public_keys: publicKeys } = recordOf(entry);
    return { path: `userdata.data.${key}`, name: username, id, publicKeys };
  });
  rejectArgs(subject, {
    "userdata.VERSION":
      typeof version === "string" && /^1\./.test(version)
        ? undefined
        : `must be 1, of which this knows the form, got ${JSON.stringify(version)}`,
    "userdata.data": people.length === 0 ? "must name somebody" : undefined,
  });
  return checked(subject, people);
}

/**
 * People of a project at Bielefeld, from `http://169.254.169.254/openstack/latest/vendor_data2.json`: `{"denbi":
 * [{"elixir_name", "perun_id", "public_keys", …}]}`. An account is called as the login name before its "@".
 * @throws pulumi.InputPropertiesError where it is something else, or names nobody: that would lock everybody out
 */
export function vendorDataPeople(text: string): Person[] {
  const subject = "vendor data";
  const { denbi } = parsed(subject, text);
  const entries = Array.isArray(denbi) ? denbi : [];
  rejectArgs(subject, { denbi: entries.length === 0 ? "must be a list that names somebody" : undefined });
  return checked(
    subject,
    entries.map((entry, i) => {
      const { elixir_name: login, perun_id: id, public_keys: publicKeys } = recordOf(entry);
      const name = typeof login === "string" ? login.replace(homeOfLogin, "") : login;
      return { path: `denbi[${i}]`, name, id: typeof id === "number" ? String(id) : id, publicKeys };
    }),
  );
}

interface Entry {
  path: string;
  name: unknown;
  id: unknown;
  publicKeys: unknown;
}

function checked(subject: string, entries: Entry[]): Person[] {
  const textProblem = (value: unknown): Problem =>
    typeof value === "string" && value !== "" ? undefined : "must be a text that is not empty";
  rejectArgs(
    subject,
    Object.fromEntries(
      entries.flatMap(({ path, name, id, publicKeys }) => [
        [`${path}, name,`, textProblem(name)],
        [`${path}, id,`, textProblem(id)],
        [`${path}, keys,`, isTexts(publicKeys) ? undefined : "must be a list of texts"],
      ]),
    ),
  );
  return entries.map(({ name, id, publicKeys }) => ({
    name: String(name),
    id: String(id),
    publicKeys: isTexts(publicKeys) ? publicKeys : [],
  }));
}

function parsed(subject: string, text: string): Record<string, unknown> {
  try {
    return recordOf(JSON.parse(text));
  } catch {
    rejectArgs(subject, { text: "must be JSON" });
    return {};
  }
}

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");
