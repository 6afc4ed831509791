/** How many clouds one machine can hold. */
export const highestNumber = 127;

/** A network of the site that leads out of a project. */
export interface ExternalNetwork {
  name: "public" | "dmz";
  /** Its range, a /24. */
  cidr: string;
  /** Its way out, where the site's resolver answers as well. */
  gateway: string;
  /** First and last address that Neutron gives to routers, floating addresses and balancers. */
  pool: { start: string; end: string };
}

/** Every address and name of one cloud; they follow from its number, so that two clouds of a machine never meet. */
export interface CloudAddresses {
  number: number;
  /** What the names of its namespaces, machines and interfaces begin with: `spe0-`. */
  prefix: string;
  /** Where the services answer with TLS. */
  front: string;
  /** Where they listen themselves, without. */
  back: string;
  /** The namespace in which "the internet" and the site's own servers are. */
  namespace: string;
  public: ExternalNetwork;
  dmz: ExternalNetwork;
  /** The link between the host and the namespace. */
  link: { hostInterface: string; hostAddress: string; cloudAddress: string };
  /** The site's servers, as machines reach them: the mirror of artefacts, MinIO and Keycloak of the sandbox. */
  site: string;
}

/**
 * The addresses of cloud k: 127.18.k.1 and .2 on loopback, and the k-th /22 of 198.18.0.0/15, which RFC 2544 sets aside for
 * tests, so that it is nobody's network.
 * @param number 0 to 127
 */
export function cloudAddresses(number: number): CloudAddresses {
  if (!Number.isInteger(number) || number < 0 || number > highestNumber) {
    throw new Error(`a cloud's number must be 0 to ${highestNumber}, got ${number}`);
  }
  const block = 4 * number;
  const net = (index: number) => `198.${18 + Math.floor((block + index) / 256)}.${(block + index) % 256}`;
  const external = (name: ExternalNetwork["name"], base: string): ExternalNetwork => ({
    name,
    cidr: `${base}.0/24`,
    gateway: `${base}.1`,
    pool: { start: `${base}.50`, end: `${base}.250` },
  });
  const prefix = `spe${number}-`;
  return {
    number,
    prefix,
    front: `127.18.${number}.1`,
    back: `127.18.${number}.2`,
    namespace: `${prefix}cloud`,
    public: external("public", net(0)),
    dmz: external("dmz", net(1)),
    link: { hostInterface: `${prefix}host`, hostAddress: `${net(2)}.2`, cloudAddress: `${net(2)}.1` },
    site: `${net(0)}.10`,
  };
}

/** Every address that a server of this cloud's site may have; its certificate names them all. */
export function certifiedAddresses({ front, public: outside, dmz }: CloudAddresses): string[] {
  const hosts = ({ cidr }: ExternalNetwork) =>
    Array.from({ length: 254 }, (_, index) => `${cidr.slice(0, cidr.lastIndexOf("."))}.${index + 1}`);
  return [front, ...hosts(outside), ...hosts(dmz)];
}
