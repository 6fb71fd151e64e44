import type { ListedTool } from "@capfence/mcp/gateway";

/** Where somebody has said that there is a server: a client's configuration, or the command line of `discover`. */
export interface ServerOrigin {
  /** The client whose configuration it is, such as `claude-desktop`; `given` where whoever asks has named it. */
  readonly client: string;
  /** The file, if it is one. */
  readonly file?: string;
  /** Where in the file, from 1, if that is known. */
  readonly line?: number;
  /** The key in the file, such as `mcpServers.github`. */
  readonly key?: string;
}

/**
 * What became of a server: its tools were `listed`; it was `unasked`, as nobody agreed to start or call it; its client
 * does not use it (`disabled`); or it `failed`.
 */
export type ServerState = "listed" | "unasked" | "disabled" | "failed";

/** A tool that cannot be used as it is listed, and why. */
export interface UnusableTool {
  readonly name: string;
  readonly reason: string;
}

/** A secret that stands in a configuration in plain text: where, never which. */
export interface PlainSecret {
  readonly origin: ServerOrigin;
  /** The name of the variable, the header or the argument that holds it. */
  readonly held: string;
}

/** A server that an agent can reach, and what it lists. */
export interface ReachedServer {
  /** Its name in the configuration; two clients may use one name for different servers. */
  readonly name: string;
  readonly origin: ServerOrigin;
  /** `tools` for a file of definitions, behind which there may be no server. */
  readonly transport: "stdio" | "http" | "sse" | "tools";
  /** The program without its arguments, or the URL without its query: nothing in it is secret. */
  readonly address: string;
  readonly state: ServerState;
  /**
   * It is started through a CapFence gateway, as its command line says: its tools are those that the gateway lets
   * through. Anything can be called so, and nothing is to be thought safe for it.
   */
  readonly behind?: "capfence";
  /** Why it is not listed. */
  readonly fault?: string;
  /** What it says of itself: name and version. */
  readonly says?: { readonly name?: string; readonly version?: string };
  /** What it tells every model that connects to it. */
  readonly instructions?: string;
  readonly tools: readonly ListedTool[];
  readonly unusable: readonly UnusableTool[];
  readonly secrets: readonly PlainSecret[];
}

/** Everything that an agent can reach, as far as anybody was asked. */
export interface Inventory {
  readonly servers: readonly ReachedServer[];
}
