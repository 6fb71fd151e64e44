import type { UpstreamSettings } from "@capfence/mcp/gateway";
import type { PlainSecret, ServerOrigin } from "../inventory/inventory.ts";

/** A server that a configuration names, before anybody has asked it. */
export interface FoundServer {
  readonly name: string;
  readonly origin: ServerOrigin;
  readonly transport: "stdio" | "http" | "sse";
  /** The program without its arguments, or the URL without its query: nothing in it is secret. */
  readonly address: string;
  /** How its client starts or calls it; undefined where nobody here can, which the fault says. */
  readonly settings?: UpstreamSettings;
  readonly fault?: string;
  /** Its client is told not to use it. */
  readonly isDisabled: boolean;
  /** The variables of the environment that it is given: whoever agrees to ask it agrees to that. */
  readonly given: readonly string[];
  /** It is started through a CapFence gateway, as its command line says: what it lists is what that lets through. */
  readonly behind?: "capfence";
  readonly secrets: readonly PlainSecret[];
  /** What must not be shown: the values of its environment, headers and arguments. */
  readonly hidden: readonly string[];
}
