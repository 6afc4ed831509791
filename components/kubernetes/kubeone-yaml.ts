import { stringify } from "yaml";

/** Documents as YAML for programs written in Go, which follow version 1.1: there `on` is no text, nor is a date. */
export const yamlText = (...documents: object[]): string =>
  documents
    .map((document) => stringify(document, { version: "1.1", lineWidth: 0, aliasDuplicateObjects: false }))
    .join("---\n");
