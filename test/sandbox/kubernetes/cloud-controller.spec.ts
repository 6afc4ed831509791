import assert from "node:assert/strict";
import { cloudConfiguration } from "../../../sandbox/kubernetes/cloud-controller";

describe("the cloud controller manager's configuration", () => {
  it("names the cloud, the project's credential, and where balancers and their addresses are", () => {
    const site = { authUrl: "https://127.18.0.1:5000/v3", caFile: "/sandbox/ca.crt" };
    const network = {
      networkId: "n",
      subnetId: "s",
      floatingNetworkId: "f",
      credential: { id: "i", secret: "x" },
    };
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
});
