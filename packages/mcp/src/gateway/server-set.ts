import { isDeepStrictEqual } from "node:util";
import type { UpstreamSettings } from "./config/settings.ts";
import type { GatewayLog } from "./log.ts";
import type { Upstream } from "./upstream/conversation.ts";
import { ProcessGroups } from "./upstream/process-groups.ts";
import { ServerExit } from "./upstream/server-exit.ts";
import { StdioUpstream } from "./upstream/stdio-upstream.ts";

/** The servers behind a gateway; those whose settings stay as they are stay, whatever else changes. */
export class ServerSet {
  readonly #log: GatewayLog;
  readonly #groups = new ProcessGroups();
  #settings: ReadonlyMap<string, UpstreamSettings> = new Map();
  #upstreams: ReadonlyMap<string, Upstream> = new Map();
  #exitCode: number | undefined;

  constructor(log: GatewayLog) {
    this.#log = log;
  }

  /** By name, in the order of the configuration. */
  get upstreams(): ReadonlyMap<string, Upstream> {
    return this.#upstreams;
  }

  /** The exit code of the process that has ended last by itself, if any has. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  /** Makes what settings name; the function puts it in the place of what was there, of which the rest is ended. */
  async prepare(settings: ReadonlyMap<string, UpstreamSettings>): Promise<() => void> {
    const next = new Map<string, Upstream>();
    for (const [name, one] of settings) {
      const known = this.#upstreams.get(name);
      const isSame = known !== undefined && isDeepStrictEqual(this.#settings.get(name), one);
      // oxlint-disable-next-line no-await-in-loop -- there is one module to wait for
      next.set(name, isSame ? known : await this.#make(name, one));
    }
    return () => {
      const before = this.#upstreams;
      this.#settings = settings;
      this.#upstreams = next;
      for (const [name, upstream] of before)
        if (next.get(name) !== upstream) void this.#end(upstream);
    };
  }

  /** Ends them all. */
  async close(): Promise<void> {
    await Promise.all(Array.from(this.#upstreams.values(), (upstream) => this.#end(upstream)));
  }

  async #make(name: string, settings: UpstreamSettings): Promise<Upstream> {
    if (settings.kind === "http") {
      const { HttpUpstream } = await import("./upstream/http-upstream.ts");
      return new HttpUpstream(name, settings);
    }
    return new StdioUpstream(name, settings, {
      groups: this.#groups,
      onLog: (line) => this.#log.info("a server says", { upstream: name, line }),
      onEnded: (reason) => {
        if (reason instanceof ServerExit) this.#exitCode = reason.exitCode;
      },
    });
  }

  async #end(upstream: Upstream): Promise<void> {
    try {
      await upstream.close();
    } catch (error) {
      this.#log.error("a server could not be ended", { upstream: upstream.name, error });
    }
  }
}
