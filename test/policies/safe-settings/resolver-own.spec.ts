import { unknown } from "../../../policies/judge";
import { resolverOwn } from "../../../policies/safe-settings/resolver-own";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { subnet } from "../compliant-cloud";

const asks = (address: string) =>
  `subnet "heart-cloud" asks the resolver "${address}"; list the platform's own in dnsNameservers`;

describe("safe-settings-resolver-own", () => {
  it("holds for resolvers within the site, Neutron's own too", async () => {
    await holds(resolverOwn, [
      subnet,
      changed(subnet, { dnsNameservers: undefined }),
      changed(subnet, { dnsNameservers: ["192.168.0.53", "fd00::53"] }),
    ]);
  });

  for (const address of ["8.8.8.8", "1.1.1.1", "2001:4860:4860::8888", "dns.example.org", ""])
    it(`reports "${address}"`, async () => {
      await reports(
        resolverOwn,
        [changed(subnet, { dnsNameservers: ["10.0.0.53", address] })],
        [asks(address)],
      );
      await reports(resolverOwn, [changed(subnet, { dnsNameservers: address })], [asks(address)]);
    });

  it("holds for listed resolvers, public ones too, and reports all others", async () => {
    const config = { resolvers: ["192.0.2.53"] };
    await holds(resolverOwn, [changed(subnet, { dnsNameservers: ["192.0.2.53"] })], { config });
    await reports(resolverOwn, [subnet], [asks("10.0.0.53")], { config });
    for (const dnsNameservers of [undefined, []])
      await reports(
        resolverOwn,
        [changed(subnet, { dnsNameservers })],
        ['subnet "heart-cloud" names no resolver; list 192.0.2.53 in dnsNameservers'],
        { config },
      );
  });

  it("cannot be judged while a resolver is unknown, and still reports the others", async () => {
    await cannotJudge(
      resolverOwn,
      [changed(subnet, { dnsNameservers: [unknown, "8.8.8.8"] })],
      "dnsNameservers.0",
      [asks("8.8.8.8")],
    );
  });
});
