import * as pulumi from "@pulumi/pulumi";

/** How a resource asks a cloud's own API where the OpenStack provider has no resource for the question. */
export type CloudAccess = {
  /** Address of Keystone, `https://cloud.example.org:5000/v3`. */
  authUrl: string;
  region: string;
  /** PEM of the private CA that signed the API's certificate. @default the authorities that Node knows */
  certificateAuthority?: string;
} & (CloudPassword | CloudCredential);

/** A user with a password. */
export interface CloudPassword {
  projectName: string;
  userName: string;
  password: pulumi.Input<string>;
  /** Domain of project and user. @default "Default" */
  domainName?: string;
}

/** An application credential, which belongs to one project. */
export interface CloudCredential {
  applicationCredentialId: pulumi.Input<string>;
  applicationCredentialSecret: pulumi.Input<string>;
}

/** The access as a dynamic resource's inputs; flat, as its state is, and empty where nothing is given. */
export interface AccessInputs {
  authUrl: string;
  region: string;
  certificateAuthority: string;
  projectName: string;
  userName: string;
  domainName: string;
  password: string;
  applicationCredentialId: string;
  applicationCredentialSecret: string;
}

/** Which of them are secret. */
export const secretAccessInputs = [
  "password",
  "applicationCredentialSecret",
] as const satisfies (keyof AccessInputs)[];

/** The access as inputs of a dynamic resource. */
export function accessInputs(access: CloudAccess): {
  [Key in keyof AccessInputs]: pulumi.Input<string>;
} {
  const { authUrl, region, certificateAuthority = "" } = access;
  const {
    projectName,
    userName,
    domainName = "Default",
    password,
  }: CloudPassword = "password" in access
    ? access
    : { projectName: "", userName: "", domainName: "", password: "" };
  const { applicationCredentialId, applicationCredentialSecret }: CloudCredential =
    "password" in access ? { applicationCredentialId: "", applicationCredentialSecret: "" } : access;
  return {
    authUrl: authUrl.replace(/\/+$/, ""),
    region,
    certificateAuthority,
    projectName,
    userName,
    domainName,
    password: pulumi.secret(password),
    applicationCredentialId,
    applicationCredentialSecret: pulumi.secret(applicationCredentialSecret),
  };
}

/** What is wrong with an access. */
export const accessProblem = ({ authUrl, region }: CloudAccess): string | undefined => {
  if (!/^https:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/.test(authUrl))
    return `must have Keystone's https address as authUrl, such as "https://cloud.example.org:5000/v3", got "${authUrl}"`;
  return region === "" ? "must name its region" : undefined;
};
