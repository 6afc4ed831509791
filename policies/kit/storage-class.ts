/** The storage classes of an environment's clusters, by the configuration of a rule. */

/** Parameters of the rules on storage. */
export const storageClassSchemas = {
  dataClasses: {
    type: "array",
    items: { type: "string" },
    description: "Storage classes whose volumes are encrypted, and kept when their claim goes.",
    default: ["encrypted"],
  },
  scratchClasses: {
    type: "array",
    items: { type: "string" },
    description: "Storage classes whose volumes are encrypted, and may go with their claim.",
    default: ["encrypted-scratch"],
  },
} as const;

interface StorageClasses {
  dataClasses: readonly string[];
  scratchClasses: readonly string[];
}

/** The classes by a rule's configuration. */
export const storageClassesOf = ({
  dataClasses,
  scratchClasses,
}: Partial<StorageClasses>): StorageClasses => ({
  dataClasses: dataClasses ?? storageClassSchemas.dataClasses.default,
  scratchClasses: scratchClasses ?? storageClassSchemas.scratchClasses.default,
});
