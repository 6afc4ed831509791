/** Name of the one key that the sandbox's MinIO encrypts with. */
export const kmsKeyName = "spe-sandbox";
