import type { TaskStore } from "./task-service-args";

const prefixOf = (bucket: string): string => `s3://${bucket}/`;

/** What addresses of a task's inputs begin with. */
export const inputPrefixes = ({ buckets }: Pick<TaskStore, "buckets">): string[] =>
  buckets.map(({ bucket }) => prefixOf(bucket));

/** What addresses of a task's outputs begin with. */
export const outputPrefixes = ({ buckets }: Pick<TaskStore, "buckets">): string[] =>
  buckets.filter(({ access }) => access === "write").map(({ bucket }) => prefixOf(bucket));
