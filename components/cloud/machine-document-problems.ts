import { accountNamePattern, accountNameProblem } from "../people/account-name";
import { dataVolumeUnit, mountUnitName } from "./data-volume";
import {
  type MachineArtefact,
  type MachineDocument,
  type MachineFile,
  type MachineUnit,
  type MachineUser,
  machineFolder,
  operatorUser,
} from "./machine-document";
import { metadataFence, setupUnit, sshSettingsFile } from "./machine-setup";
import { secretInText } from "./secret-in-text";
import { publicKeyProblem } from "./ssh-public-key";

type Problem = string | undefined;
type Problems = Record<string, Problem>;

/**
 * What is wrong with a machine's document, part by part, all at once: `files[0].path` → the problem.
 * @param mountPath where the data volume is mounted, if there is one
 */
export function documentProblems(
  { files = [], artefacts = [], users = [], commands = [], units = [], authorities = [] }: MachineDocument,
  mountPath?: string,
): Problems {
  const places = [
    ...files.map(({ path }, i) => [`files[${i}].path`, path] as const),
    ...artefacts.map(({ path }, i) => [`artefacts[${i}].path`, path] as const),
  ];
  const taken = ownUnits(mountPath);
  return {
    ...each("files", files, fileProblems),
    ...each("artefacts", artefacts, artefactProblems),
    ...Object.fromEntries(
      places.map(([property, path], i) => [
        property,
        pathProblem(path, mountPath) ??
          repeated(
            path,
            i,
            places.map(([, it]) => it),
          ),
      ]),
    ),
    ...each("users", users, userProblems),
    ...repeatedNames("users", users),
    ...each("commands", commands, commandProblems),
    ...each("units", units, (unit) => unitProblems(unit, taken)),
    ...repeatedNames("units", units),
    ...each("authorities", authorities, (pem) => ({ "": authorityProblem(pem) })),
  };
}

/** The problems of each item of a list, under `list[0].property`; of the item itself, where the property has no name. */
const each = <Item>(list: string, items: readonly Item[], problems: (item: Item) => Problems): Problems =>
  Object.fromEntries(
    items.flatMap((item, i) =>
      Object.entries(problems(item)).map(([key, problem]) => [
        key === "" ? `${list}[${i}]` : `${list}[${i}].${key}`,
        problem,
      ]),
    ),
  );

const fileProblems = ({ content, owner = "root:root", mode = "0644" }: MachineFile): Problems => ({
  content: textProblem(content),
  owner: ownerProblem(owner),
  mode: modeProblem(mode),
});

const artefactProblems = ({ url, sha256, mode = "0755" }: MachineArtefact): Problems => ({
  url: urlProblem(url),
  sha256: /^[0-9a-f]{64}$/.test(sha256)
    ? undefined
    : `must be 64 lower-case hexadecimal digits, got "${sha256}"`,
  mode: modeProblem(mode),
});

function userProblems(user: MachineUser): Problems {
  const { uid, groups = [], publicKeys, shell = "/bin/bash" } = user;
  return {
    name: userNameProblem(user),
    uid:
      uid === undefined || (Number.isInteger(uid) && uid >= 1000 && uid <= 59999)
        ? undefined
        : `must be 1000 to 59999, got ${uid}`,
    ...each("groups", groups, (group) => ({
      "": accountNamePattern.test(group)
        ? undefined
        : `must be the name of a group, lower-case letters, digits, "_" and "-", got "${group}"`,
    })),
    ...each("publicKeys", publicKeys, (key) => ({ "": publicKeyProblem(key) })),
    shell: pathPattern.test(shell) ? undefined : `must be an absolute path, got "${shell}"`,
  };
}

const commandProblems = (command: string[]): Problems => {
  const [program = ""] = command;
  if (!/^[\w./@+-]+$/.test(program)) return { "": `must begin with a program, got "${program}"` };
  return { "": textProblem(command.join("\n")) };
};

/** Units that machines have beside those of their documents. */
const ownUnits = (mountPath: string | undefined): string[] => [
  setupUnit.name,
  metadataFence.name,
  ...(mountPath === undefined ? [] : [dataVolumeUnit, mountUnitName(mountPath)]),
];

const unitProblems = ({ name, content }: MachineUnit, taken: string[]): Problems => ({
  name: taken.includes(name)
    ? `must not be "${name}", which every machine has`
    : /^[A-Za-z0-9:_.@\\-]{1,230}\.(service|socket|timer|path|mount|automount|target|slice)$/.test(name)
      ? undefined
      : `must be the name of a unit with its type, such as "minio.service", got "${name}"`,
  content: /^\[[A-Z]\w+\]$/m.test(content)
    ? textProblem(content)
    : 'must have a section, such as "[Service]"',
});

/** An absolute path without what a shell or systemd reads in its own way. */
export const pathPattern = /^(\/(?!\.{1,2}(\/|$))[\w.@:+\\-]+)+$/;

function pathProblem(path: string, mountPath: string | undefined): Problem {
  if (!pathPattern.test(path))
    return `must be an absolute path of letters, digits and ". _ - @ : +", got "${path}"`;
  if (isBelow(path, machineFolder))
    return `must not be in ${machineFolder}, which every machine has, got "${path}"`;
  if (path === sshSettingsFile)
    return `must not be "${sshSettingsFile}", which every machine has; name one that comes before it`;
  return mountPath !== undefined && isBelow(path, mountPath)
    ? `must not be on the data volume at "${mountPath}", which is mounted later; make it by a command, got "${path}"`
    : undefined;
}

const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

function modeProblem(mode: string): Problem {
  if (!/^0[0-7]{3}$/.test(mode)) return `must be four octal digits such as "0644", got "${mode}"`;
  return /[2367]$/.test(mode) ? `must not let everyone write, got "${mode}"` : undefined;
}

/** What keeps a text from being a user, or a user and a group. */
export function ownerProblem(owner: string): Problem {
  const names = owner.split(":");
  return names.length <= 2 && names.every((name) => accountNamePattern.test(name))
    ? undefined
    : `must be a user or "user:group", got "${owner}"`;
}

/** What keeps a text from being an https address that holds no secret. */
export function urlProblem(url: string): Problem {
  const isRight = /^https:\/\/[A-Za-z0-9.:[\]-]+\/[\w./~%+@=,-]*$/.test(url) && URL.canParse(url);
  return isRight ? undefined : `must be an https address without user, query and fragment, got "${url}"`;
}

/** An account that only services run as may have a name that a system knows; one that lets somebody in may not. */
function userNameProblem({ name, publicKeys }: MachineUser): Problem {
  if (publicKeys.length > 0 || !accountNamePattern.test(name)) return accountNameProblem(name);
  return ["root", operatorUser].includes(name) ? `must not be "${name}", which every machine has` : undefined;
}

const authorityProblem = (pem: string): Problem =>
  /^-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+\n-----END CERTIFICATE-----\n?$/.test(pem)
    ? undefined
    : "must be the PEM of one certificate";

/** Not the text itself: it may be the secret. */
function textProblem(text: string): Problem {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\0-\x08\x0b-\x1f\x7f]/.test(text)) return "must be text without control characters";
  const secret = secretInText(text);
  return secret && `holds ${secret}; user data is no place for secrets, use a MachineSecret`;
}

const repeated = (value: string, index: number, values: readonly string[]): Problem =>
  values.indexOf(value) < index ? `is there twice, "${value}"` : undefined;

function repeatedNames(list: string, items: readonly { name: string }[]): Problems {
  const names = items.map(({ name }) => name);
  const twice = names.flatMap((name, i) => {
    const problem = repeated(name, i, names);
    return problem === undefined ? [] : [[`${list}[${i}].name`, problem] as const];
  });
  return Object.fromEntries(twice);
}
