/** What is WESkit, and how it is configured. */
import { environmentOf, imagePath, wordsOf } from "./container";
import { readDocument } from "./document";
import { field } from "./field";

/** Whether a container runs WESkit: its interface, its dashboard or its workers. */
export const runsWeskit = (container: unknown): boolean =>
  /(^|\/)weskit/.test(imagePath(container)) ||
  environmentOf(container).some(({ name }) => name.startsWith("WESKIT_"));

/** Whether a container only does the work, and answers nobody. */
export const isWorker = (container: unknown): boolean =>
  wordsOf(container).some(({ name }) => name.endsWith("celery"));

/** What a text says that is of WESkit: its configuration, or the workflows that its dashboard offers. */
export const readWeskitText = (text: unknown): unknown =>
  /\b(NFL|SMK|static_service_info|workflow_engines)\b/.test(String(text ?? ""))
    ? readDocument(text)
    : undefined;

/** Whether a document is the configuration of WESkit's interface. */
export const isWeskitConfig = (document: unknown): boolean =>
  (field(document, "static_service_info") ?? field(document, "workflow_engines")) !== undefined;
