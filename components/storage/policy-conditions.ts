/** Conditions of MinIO's policies (github.com/minio/pkg/v3 v3.1.0: policy/condition). */
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { listOf, type PolicyCondition, type RequestFacts } from "./policy-language";
import { factName, matchesWildcard, withVariables } from "./policy-pattern";

/** One line of a condition, with what the request has to say to it. */
interface Line {
  /** Values of the key in the request; none where the request has no such thing. */
  given: readonly string[];
  /** Values of the policy. */
  wanted: readonly string[];
  set: string | undefined;
  facts: RequestFacts;
}

type Operator = (line: Line) => boolean;

/**
 * Whether all lines of a condition hold.
 * @throws Error for an operator that MinIO does not know
 */
export const conditionHolds = (condition: PolicyCondition, facts: RequestFacts): boolean =>
  Object.entries(condition).every(([name, keys]) => {
    const [operator = "", set] = name.split(":").reverse();
    const holds = operators.get(operator);
    if (holds === undefined) throw new Error(`MinIO knows no operator "${name}"`);
    return Object.entries(keys).every(([key, values]) =>
      holds({ given: givenBy(facts, key), wanted: listOf(values).map(String), set, facts }),
    );
  });

/** A header or parameter of the key's name in title case goes before everything else (`getValuesByKey`). */
function givenBy(facts: RequestFacts, key: string): readonly string[] {
  const name = factName(key);
  return facts[headerName(name)] ?? facts[name] ?? [];
}

/** A header's name as Go spells it, `X-Amz-Date`; what can be no header stays as it is. */
export const headerName = (name: string): string =>
  /^[\w!#$%&'*+.^`|~-]+$/.test(name)
    ? name.toLowerCase().replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
    : name;

const not =
  (operator: Operator): Operator =>
  (line) =>
    !operator(line);

/** Without a set operator as with ForAnyValue: one of the request's values is wanted. ForAllValues holds for none at all. */
const someIs =
  (matches: (wanted: string, given: string) => boolean, read = (value: string): string => value): Operator =>
  ({ given, wanted, set, facts }) => {
    const values = wanted.map((value) => withVariables(read(value), facts));
    const isWanted = (value: string): boolean => values.some((one) => matches(one, value));
    return set === "ForAllValues" ? given.every(isWanted) : given.some(isWanted);
  };

const equals = someIs((wanted, given) => wanted === given);
const equalsIgnoringCase = someIs((wanted, given) => wanted.toLowerCase() === given.toLowerCase());
const isLike = someIs(matchesWildcard);
const equalsBytes = someIs(
  (wanted, given) => wanted === given,
  (value) => Buffer.from(value, "base64").toString(),
);

/** What follows compares the first value alone, and does not hold where there is none. */
const compare =
  <T extends bigint | number>(
    read: (value: string) => T | undefined,
    holds: (given: T, wanted: T) => boolean,
  ): Operator =>
  ({ given: [first], wanted: [limit] }) => {
    const [one, other] = [first, limit].map((value) => (value === undefined ? undefined : read(value)));
    return one !== undefined && other !== undefined && holds(one, other);
  };

function readInteger(text: string): bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace("+", ""));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** Milliseconds since 1970 of a time by RFC 3339. */
function readTime(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

const isWithin: Operator = ({ given, wanted }) =>
  given.every(isAddress) && given.some((address) => wanted.some((range) => covers(range, address)));

const isAddress = (text: string): boolean => isIP(text) !== 0 && !text.includes("%");

/** An IPv4 address written as IPv6 is one of IPv4, in a range as well; a range without a length has 32 bits, also of IPv6. */
function covers(range: string, address: string): boolean {
  const [network = "", length = "32"] = range.split("/");
  const [asked, first] = [ipaddr.process(address), ipaddr.process(network)];
  const bits = Number(length) - (network.includes(":") && first.kind() === "ipv4" ? 96 : 0);
  return asked.kind() === first.kind() && bits >= 0 && asked.match(first, bits);
}

const isMissing: Operator = ({ given, wanted: [missing = ""] }) =>
  (given.length === 0) === ["1", "t", "T", "TRUE", "true", "True"].includes(missing);

const operators = new Map<string, Operator>([
  ["StringEquals", equals],
  ["StringNotEquals", not(equals)],
  ["StringEqualsIgnoreCase", equalsIgnoringCase],
  ["StringNotEqualsIgnoreCase", not(equalsIgnoringCase)],
  ["StringLike", isLike],
  ["StringNotLike", not(isLike)],
  ["BinaryEquals", equalsBytes],
  ["IpAddress", isWithin],
  ["NotIpAddress", not(isWithin)],
  ["Null", isMissing],
  ["Bool", ({ given: [first], wanted: [wanted] }) => first === wanted],
  ["NumericEquals", compare(readInteger, (given, wanted) => given === wanted)],
  ["NumericNotEquals", compare(readInteger, (given, wanted) => given !== wanted)],
  ["NumericLessThan", compare(readInteger, (given, wanted) => given < wanted)],
  ["NumericLessThanEquals", compare(readInteger, (given, wanted) => given <= wanted)],
  ["NumericGreaterThan", compare(readInteger, (given, wanted) => given > wanted)],
  ["NumericGreaterThanEquals", compare(readInteger, (given, wanted) => given >= wanted)],
  [
    "NumericGreaterThanIfExists",
    (line) => line.given.length === 0 || compare(readInteger, (given, wanted) => given > wanted)(line),
  ],
  ["DateEquals", compare(readTime, (given, wanted) => given === wanted)],
  ["DateNotEquals", compare(readTime, (given, wanted) => given !== wanted)],
  ["DateLessThan", compare(readTime, (given, wanted) => given < wanted)],
  ["DateLessThanEquals", compare(readTime, (given, wanted) => given <= wanted)],
  ["DateGreaterThan", compare(readTime, (given, wanted) => given > wanted)],
  ["DateGreaterThanEquals", compare(readTime, (given, wanted) => given >= wanted)],
]);
