import * as pulumi from "@pulumi/pulumi";
import { imageParts } from "./task-image";
import { teskGroups } from "./task-login";
import type { TaskServiceArgs, TeskServer } from "./task-service-args";

/** Names that TES-K has its objects by; `aws-secret` stands in its filer. */
export const teskNames = {
  api: "tesk-api",
  account: "taskmaster",
  serviceInfo: "service-info-config",
  keys: "aws-secret",
} as const;

/** Port of the API. */
export const teskPort = 8080;

/** Variables of the API (charts/tesk, tesk-deployment.yaml; tesk-api, application.properties). */
export function teskEnvironment(
  args: TaskServiceArgs,
  server: TeskServer,
  basePath: string,
): { name: string; value: pulumi.Input<string> }[] {
  const taskmaster = imageParts(server.taskmaster);
  const filer = imageParts(server.filer);
  const variables: Record<string, pulumi.Input<string>> = {
    TESK_API_K8S_NAMESPACE: args.namespace,
    TESK_API_TASKMASTER_IMAGE_NAME: taskmaster.name,
    TESK_API_TASKMASTER_IMAGE_VERSION: taskmaster.version,
    TESK_API_TASKMASTER_FILER_IMAGE_NAME: filer.name,
    TESK_API_TASKMASTER_FILER_IMAGE_VERSION: filer.version,
    TESK_API_TASKMASTER_SERVICE_ACCOUNT_NAME: teskNames.account,
    TESK_API_TASKMASTER_DEBUG: "false",
    TESK_API_TASKMASTER_ENVIRONMENT_EXECUTOR_BACKOFF_LIMIT: "2",
    TESK_API_TASKMASTER_ENVIRONMENT_FILER_BACKOFF_LIMIT: "2",
    TESK_API_TASKMASTER_ENVIRONMENT_STORAGE_CLASS_NAME: args.storageClasses?.scratch ?? "encrypted-scratch",
    SERVER_SERVLET_CONTEXT_PATH: "/",
    OPENAPI_TASKEXECUTIONSERVICE_BASE_PATH: basePath,
    TESK_API_SERVICE_INFO_LOCATION: "file:///etc/tesk/service-info/service-info.yaml",
    ...loginVariables(args),
  };
  return Object.entries(variables).map(([name, value]) => ({ name, value }));
}

function loginVariables(args: TaskServiceArgs): Record<string, pulumi.Input<string>> {
  const { login } = args;
  if (login.by === "none") return { SPRING_PROFILES_ACTIVE: "noauth" };
  const { groupsClaim, delimiter, prefix, suffix, base } = teskGroups(args);
  const at = (realm: string, lsAai: string): pulumi.Input<string> =>
    login.by === "realm"
      ? pulumi.interpolate`${login.issuer}/protocol/openid-connect/${realm}`
      : `https://login.aai.lifescience-ri.eu/oidc/${lsAai}`;
  return {
    SPRING_PROFILES_ACTIVE: "auth",
    SECURITY_OAUTH2_RESOURCE_USER_INFO_URI:
      login.by === "realm" && login.userInfoUrl !== undefined
        ? login.userInfoUrl
        : at("userinfo", "userinfo"),
    TESK_API_AUTHORISATION_GROUPS_CLAIM: groupsClaim,
    TESK_API_AUTHORISATION_DELIMITER: delimiter,
    TESK_API_AUTHORISATION_GROUP_PREFIX: prefix,
    TESK_API_AUTHORISATION_GROUP_SUFFIX: suffix,
    // of parent-group and env-subgroup TES-K makes this one, where it is not given
    TESK_API_AUTHORISATION_BASE_GROUP: base,
    // nobody sees the tasks of others
    TESK_API_AUTHORISATION_ADMIN_SUBGROUP: "nobody",
    // its page to try the API out, which the gateway shows nobody, would know a legacy issuer and the secret "changeme"
    TESK_API_SWAGGER_OAUTH_AUTHORIZATION_ENDPOINT: at("auth", "authorize"),
    TESK_API_SWAGGER_OAUTH_TOKEN_ENDPOINT: at("token", "token"),
    TESK_API_SWAGGER_OAUTH_IMPLICIT: "false",
    TESK_API_SWAGGER_OAUTH_CLIENT_ID: "",
    TESK_API_SWAGGER_OAUTH_CLIENT_SECRET: "",
  };
}
