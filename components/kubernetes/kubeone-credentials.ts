import type { KubeOnePlace } from "./kubeone-plan";
import { yamlText } from "./kubeone-yaml";

/** `credentials.yaml`: how KubeOne and the cluster's own controllers log in to the cloud; a secret. */
export const credentialsText = ({ cloud }: KubeOnePlace): string =>
  yamlText({
    OS_AUTH_URL: cloud.authUrl,
    OS_REGION_NAME: cloud.region,
    OS_AUTH_TYPE: "v3applicationcredential",
    OS_APPLICATION_CREDENTIAL_ID: cloud.applicationCredentialId,
    OS_APPLICATION_CREDENTIAL_SECRET: cloud.applicationCredentialSecret,
  });
