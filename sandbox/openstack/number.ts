import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { cacheDirectory } from "../engine";
import { writePrivateFile } from "../private-file";
import { cloudAddresses, highestNumber } from "./addresses";

/** Folder in which the clouds of this machine say which numbers they have, a file a number. */
const claimsDirectory = (): string => join(cacheDirectory(), "clouds");

const numberFile = (root: string): string => join(root, "number");

const claimFile = (number: number): string => join(claimsDirectory(), String(number));

/**
 * The number of a folder's cloud: the one that it remembers, or the first that no other cloud of this machine has.
 * It never changes, since the program's state is full of addresses.
 * @param root folder of the cloud
 * @throws Error when all are taken
 */
export async function ensureNumber(root: string): Promise<number> {
  const remembered = readNumber(root);
  if (remembered !== undefined) return remembered;
  for (let number = 0; number <= highestNumber; number++) {
    if (!(await claim(number, root))) continue;
    await writePrivateFile(numberFile(root), `${number}\n`);
    return number;
  }
  throw new Error(`this machine has ${highestNumber + 1} clouds, and no number is left for another`);
}

/** The number that was chosen, or undefined before the first start. */
export function readNumber(root: string): number | undefined {
  try {
    return Number(readFileSync(numberFile(root), "utf8"));
  } catch {
    return undefined;
  }
}

/** Takes a number unless a cloud has it: one whose folder is still there, or one that nobody wrote down and that answers. */
async function claim(number: number, root: string): Promise<boolean> {
  if (!(await isUnused(number))) return false;
  const file = claimFile(number);
  await mkdir(claimsDirectory(), { recursive: true });
  try {
    await writeFile(file, root, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const owner = readFileSync(file, "utf8");
    if (owner !== root && existsSync(owner)) return false;
    await writeFile(file, root);
  }
  return true;
}

/** Whether nothing listens where the cloud's Keystone would. */
function isUnused(number: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(false));
    const { front } = cloudAddresses(number);
    server.listen({ host: front, port: 5000 }, () => server.close(() => resolve(true)));
  });
}

/** Gives a number back. */
export async function releaseNumber(number: number): Promise<void> {
  await rm(claimFile(number), { force: true });
}
