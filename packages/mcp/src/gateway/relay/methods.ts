import type { Era } from "../wire/protocol.ts";

/**
 * What becomes of a method that a client asks for:
 * - `handshake`: the gateway opens a conversation with every upstream
 * - `call`: a tool; judged under the tool's own name
 * - `judged`: judged under the name `mcp:` and the method
 * - `list`: asked of every upstream; each sees only what could run
 * - `own`: passed to the upstream of the resource that it names, which the caller has to do with anyway
 * - `task`: passed to the upstream of a task, if the task is the caller's
 * - `pass`: passed to every upstream
 * - `listen`: a stream of notifications
 */
export type Treatment =
  | "handshake"
  | "call"
  | "judged"
  | "list"
  | "own"
  | "task"
  | "pass"
  | "listen";

interface Method {
  readonly treatment: Treatment;
  readonly eras: readonly Era[];
}

const BOTH: readonly Era[] = ["legacy", "modern"];
const LEGACY: readonly Era[] = ["legacy"];
const MODERN: readonly Era[] = ["modern"];

/** Every request that a client may make; any other is refused. */
const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ["initialize", { treatment: "handshake", eras: LEGACY }],
  ["server/discover", { treatment: "handshake", eras: MODERN }],
  ["ping", { treatment: "pass", eras: LEGACY }],
  ["logging/setLevel", { treatment: "pass", eras: LEGACY }],
  ["tools/call", { treatment: "call", eras: BOTH }],
  ["tools/list", { treatment: "list", eras: BOTH }],
  ["prompts/list", { treatment: "list", eras: BOTH }],
  ["resources/list", { treatment: "list", eras: BOTH }],
  ["resources/templates/list", { treatment: "list", eras: BOTH }],
  ["prompts/get", { treatment: "judged", eras: BOTH }],
  ["resources/read", { treatment: "judged", eras: BOTH }],
  ["resources/subscribe", { treatment: "judged", eras: LEGACY }],
  ["resources/unsubscribe", { treatment: "own", eras: LEGACY }],
  ["completion/complete", { treatment: "judged", eras: BOTH }],
  ["subscriptions/listen", { treatment: "listen", eras: MODERN }],
  ["tasks/get", { treatment: "task", eras: BOTH }],
  ["tasks/cancel", { treatment: "task", eras: BOTH }],
  ["tasks/result", { treatment: "task", eras: LEGACY }],
  ["tasks/update", { treatment: "task", eras: MODERN }],
  ["tasks/list", { treatment: "list", eras: LEGACY }],
]);

/** What becomes of a method in an era; undefined for one that may not pass. */
export function treatmentOf(method: string, era: Era): Treatment | undefined {
  const known = METHODS.get(method);
  return known?.eras.includes(era) === true ? known.treatment : undefined;
}

/** Notifications of clients that are passed to every upstream. Cancellations are the gateway's own matter. */
export const CLIENT_NOTIFICATIONS: ReadonlySet<string> = new Set([
  "notifications/roots/list_changed",
  "notifications/progress",
]);

/** Notifications of servers that are passed to the client. */
export const SERVER_NOTIFICATIONS: ReadonlySet<string> = new Set([
  "notifications/message",
  "notifications/progress",
  "notifications/cancelled",
  "notifications/tools/list_changed",
  "notifications/prompts/list_changed",
  "notifications/resources/list_changed",
  "notifications/resources/updated",
  "notifications/subscriptions/acknowledged",
  "notifications/elicitation/complete",
  "notifications/tasks",
  "notifications/tasks/status",
]);

/** Requests of servers that a client may be asked, each judged; the capability that a client declares for it. */
export const SERVER_REQUESTS: ReadonlyMap<string, "sampling" | "elicitation" | "roots"> = new Map([
  ["sampling/createMessage", "sampling"],
  ["elicitation/create", "elicitation"],
  ["roots/list", "roots"],
] as const);

/** The name under which policies know a method that is no tool. No upstream may have a tool of such a name. */
export function methodTool(method: string): string {
  return `mcp:${method}`;
}
