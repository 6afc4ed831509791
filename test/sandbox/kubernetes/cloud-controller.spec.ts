import assert from "node:assert/strict";
import { cloudConfiguration } from "../../../sandbox/kubernetes/cloud-controller";

describe("the cloud controller manager's configuration", () => {
  const site = { authUrl: "https://127.18.0.1:5000/v3", caFile: "/sandbox/ca.crt" };
  const network = {
    networkId: "n",
    subnetId: "s",
    floatingNetworkId: "f",
    credential: { id: "i", secret: "x" },
  };

  it("names the cloud, the project's credential, and where balancers and their addresses are", () => {
    assert.equal(
      cloudConfiguration(site, network),
      `[Global]
auth-url = https://127.18.0.1:5000/v3
ca-file = /sandbox/ca.crt
region = Sandbox
application-credential-id = i
application-credential-secret = x

[LoadBalancer]
subnet-id = s
floating-network-id = f
`,
    );
  });

  it("names a user with a password in its place", () => {
    const credential = { userName: "u", password: "p", project: "t" };
    const configuration = cloudConfiguration(site, { ...network, credential });
    assert.match(configuration, /^username = u\npassword = p\ntenant-name = t\ndomain-id = default$/m);
    assert.doesNotMatch(configuration, /application-credential/);
  });
});
