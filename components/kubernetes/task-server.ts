import type * as pulumi from "@pulumi/pulumi";
import type { ServiceInfo } from "../tasks/service-registry";
import type { TaskPlace } from "./task-pod";

/** A server of tasks, as the gateway and the admission need to know it: Funnel and TES-K are two of one kind. */
export interface TaskServer {
  /** Its address inside the namespace, `http://funnel:8000`. */
  upstream: string;
  /** Tags that it needs with each task. */
  tags: Record<string, string>;
  /** Parts of an executor that it takes and then drops. */
  droppedParts: string[];
  /** `Authorization` by which the gateway speaks to it. @default the person's own */
  authorization?: pulumi.Input<string>;
  /** Service accounts of its pods and of its tasks' → the images that they run. */
  accounts: Record<string, string[]>;
  serverImages: string[];
  /** Images that copy the files of tasks. */
  filerImages: string[];
  /** Makes it, after the admission of its pods. @returns what the gateway comes after */
  build(
    child: string,
    place: TaskPlace,
    serviceInfo: ServiceInfo,
    admission: pulumi.Resource,
  ): pulumi.Resource[];
}
