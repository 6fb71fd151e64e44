import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { childEnvironment, type UpstreamSettings } from "@capfence/mcp/gateway";
import { ConfigFault } from "../config/config-fault.ts";
import { readText } from "../config/read-text.ts";
import type { FillIn } from "./fill-in.ts";
import { type Host, variable } from "./host.ts";
import type { Declared, Pair } from "./server-entry.ts";

/** What a server is started in. */
interface Surroundings {
  readonly folder: string;
  readonly host: Host;
  readonly fillIn: FillIn;
}

/** Makes settings of one entry, and notes what was filled in and what could not be. */
export class EntrySettings {
  readonly #place: Surroundings;
  readonly #used = new Map<string, string>();
  /** The values of its environment, headers and arguments. */
  readonly values: string[] = [];
  #fault: string | undefined;

  constructor(place: Surroundings) {
    this.#place = place;
  }

  /** The variables of the environment that are given to the server, with their values. */
  get used(): ReadonlyMap<string, string> {
    return this.#used;
  }

  /** Why it could not be filled in. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** How its process is started. */
  process(declared: Declared): UpstreamSettings {
    const { folder, host } = this.#place;
    const text = (value: string): string => this.#fill(value, false);
    const own = {
      ...this.#envFile(declared.envFile),
      ...this.#borrowed(declared, "env"),
      ...this.#pairs(declared.env, false),
    };
    const args = declared.args.map(({ value }) => text(value));
    this.values.push(...Object.values(own), ...args);
    return {
      kind: "stdio",
      command: text(declared.command),
      args,
      env: childEnvironment(own, host.environment),
      cwd: declared.cwd === undefined ? folder : resolve(folder, text(declared.cwd)),
    };
  }

  /** How its endpoint is called. */
  endpoint(declared: Declared): UpstreamSettings {
    const headers = {
      ...this.#pairs(declared.headers, true),
      ...this.#borrowed(declared, "headers"),
    };
    this.values.push(...Object.values(headers));
    return { kind: "http", url: this.#fill(declared.url, true), headers };
  }

  #pairs(pairs: readonly Pair[], isRemote: boolean): Readonly<Record<string, string>> {
    return Object.fromEntries(pairs.map(({ name, value }) => [name, this.#fill(value, isRemote)]));
  }

  #borrowed({ borrowed }: Declared, place: "env" | "headers"): Readonly<Record<string, string>> {
    const known = borrowed.flatMap(({ into, name, variable: from, before = "" }) => {
      const value = into === place ? variable(this.#place.host, from) : undefined;
      if (value === undefined) return [];
      this.#used.set(from, value);
      return [[name, `${before}${value}`] as const];
    });
    return Object.fromEntries(known);
  }

  #envFile(path: string | undefined): Readonly<Record<string, string>> {
    if (path === undefined) return {};
    const file = resolve(this.#place.folder, this.#fill(path, false));
    try {
      const text = readText(file);
      if (text === undefined) throw new ConfigFault("there is no such file");
      return parseEnv(text) as Record<string, string>;
    } catch (error) {
      if (!(error instanceof ConfigFault)) throw error;
      this.#fault ??= `its envFile "${path}" cannot be used: ${error.message}`;
      return {};
    }
  }

  #fill(text: string, isRemote: boolean): string {
    const { fillIn, folder, host } = this.#place;
    const filled = fillIn(text, { host, folder, isRemote });
    for (const [name, value] of filled.used) this.#used.set(name, value);
    this.#fault ??= filled.fault;
    return filled.text;
  }
}
