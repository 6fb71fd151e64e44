import type { ConfigNode } from "../config/config-node.ts";
import type { FillIn } from "./fill-in.ts";
import type { Host } from "./host.ts";
import type { ReadEntry } from "./server-entry.ts";

/** A file that a client reads. */
export interface ConfigFile {
  readonly path: string;
  /** Where servers that it names are started, if they do not say. */
  readonly folder: string;
}

/** A mapping of servers by their names. */
export interface ServerTable {
  /** Where in the file, such as `mcpServers`. */
  readonly key: string;
  readonly node: ConfigNode;
  /** Where its servers are started, if they do not say. */
  readonly folder: string;
  /** The servers of it that the client is told not to use. */
  readonly disabled?: ReadonlySet<string>;
}

/** A program that connects to MCP servers by its configuration. */
export interface Client {
  readonly name: string;
  readonly files: (host: Host) => readonly ConfigFile[];
  /** Reads the text of a file. Throws `ConfigFault`. */
  readonly parse: (text: string) => ConfigNode;
  readonly tables: (root: ConfigNode, file: ConfigFile, host: Host) => readonly ServerTable[];
  readonly entry: ReadEntry;
  /** What stands for something else in its values. */
  readonly fillIn: FillIn;
}
