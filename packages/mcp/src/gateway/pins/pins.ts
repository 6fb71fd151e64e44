import { ConfigurationError } from "@capfence/core";
import type { PinSettings } from "../config/settings.ts";
import { OnceEach } from "./once-each.ts";
import type { PinEvent } from "./pin-event.ts";
import { PinFile } from "./pin-file.ts";
import { type Pinned, type PinnedUpstream, REVIEW } from "./pinned.ts";
import type { ToolCatalogue } from "./tool-catalogue.ts";
import type { ListedTool } from "./tool-page.ts";

/** How a tool stands to what was reviewed: as it was, never seen, or seen otherwise. */
export type PinStatus = "reviewed" | "new" | "changed";

/** How often the file is looked at, in milliseconds. */
const LOOK_EVERY = 1000;

/** How long another process may hold the file, in milliseconds: every client of the gateway waits for that. */
const PATIENCE = 200;

/** Which tools somebody has reviewed, as a lock file says; whoever asks before every call pays next to nothing. */
export class Pins {
  readonly #mode: PinSettings["mode"];
  readonly #file: PinFile;
  readonly #report: OnceEach;
  readonly #clock: () => number;
  #pinned: Pinned = new Map();
  #stamp: string | undefined;
  #looked: number;

  /** Reads the lock file. Throws `ConfigurationError` for one that cannot be used; without one nothing can be locked. */
  constructor(
    { mode, file }: PinSettings,
    report: (event: PinEvent) => void,
    clock: () => number = Date.now,
  ) {
    this.#mode = mode;
    this.#file = new PinFile(file);
    this.#report = new OnceEach(report);
    this.#clock = clock;
    this.#looked = clock();
    if (mode === "off") return;
    this.#stamp = this.#file.stamp;
    const pinned = this.#file.read();
    if (pinned === undefined && mode === "locked")
      throw new ConfigurationError(`there is no lock file ${JSON.stringify(file)}; ${REVIEW}`);
    this.#pinned = pinned ?? new Map();
  }

  /** Whether a tool is as somebody has reviewed it; the digest is that of its definition. */
  isReviewed(upstream: string, tool: string, digest: string): boolean {
    if (this.#mode === "off") return true;
    this.#look();
    return this.#pinned.get(upstream)?.tools.get(tool)?.digest === digest;
  }

  /**
   * How the tools of an upstream stand that can be used at all, reporting what is not as it was reviewed. In
   * `first-use`, an upstream that the file does not know is taken as it is, once its list is known to the end.
   */
  statusOf(upstream: string, catalogue: ToolCatalogue): ReadonlyMap<string, PinStatus> {
    if (this.#mode !== "off") this.#look();
    if (this.#mode === "first-use" && !this.#pinned.has(upstream) && catalogue.isComplete)
      this.#take(upstream, catalogue);
    const pinned = this.#pinned.get(upstream);
    const statuses = new Map<string, PinStatus>();
    for (const tool of catalogue.tools)
      statuses.set(tool.name, this.#mode === "off" ? "reviewed" : statusOf(tool, pinned));
    this.#tell(upstream, catalogue, statuses);
    return statuses;
  }

  /** Reads the file again. One that cannot be used is reported, and what was read before stays. */
  reload(): void {
    if (this.#mode === "off") return;
    const stamp = this.#file.stamp;
    this.#stamp = stamp;
    try {
      const pinned = this.#file.read();
      if (pinned !== undefined) {
        this.#pinned = pinned;
        this.#report.forget();
      } else if (this.#pinned.size > 0)
        throw new ConfigurationError(`the lock file ${JSON.stringify(this.#file.path)} is gone`);
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      const message = `${error.message}; what was read before stays in force`;
      this.#report.tell({ kind: "file", message });
    }
  }

  #look(): void {
    const now = this.#clock();
    if (now - this.#looked < LOOK_EVERY && now >= this.#looked) return;
    this.#looked = now;
    if (this.#file.stamp !== this.#stamp) this.reload();
  }

  #take(upstream: string, catalogue: ToolCatalogue): void {
    const tools = new Map(Array.from(catalogue.tools, (tool) => [tool.name, tool]));
    let isTaken = false;
    try {
      this.#pinned = this.#file.update((written) => {
        // A file that is gone does not make what was reviewed new again.
        const pinned = written.size === 0 ? this.#pinned : written;
        // Another process may have been first.
        isTaken = !pinned.has(upstream);
        return isTaken ? new Map([...pinned, [upstream, { tools }]]) : pinned;
      }, PATIENCE);
      // The next look reads it once more: somebody may have written it since.
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      const message = `${error.message}; no tool of ${JSON.stringify(upstream)} is taken as reviewed`;
      this.#report.tell({ kind: "file", upstream, message });
      return;
    }
    const message = `took the ${tools.size} tools of ${JSON.stringify(upstream)} as they are, as it was used for the first time`;
    if (isTaken) this.#report.tell({ kind: "taken", upstream, message });
  }

  #tell(
    upstream: string,
    catalogue: ToolCatalogue,
    statuses: ReadonlyMap<string, PinStatus>,
  ): void {
    for (const { name, reason } of catalogue.faults)
      this.#report.tell({ kind: "unusable", upstream, tool: name, message: reason });
    for (const { name, digest } of catalogue.tools) {
      const kind = statuses.get(name);
      if (kind === undefined || kind === "reviewed") this.#report.forget(upstream, name);
      else this.#report.tell({ kind, upstream, tool: name, digest, message: REASONS[kind] });
    }
    if (!catalogue.isComplete || this.#mode === "off") return;
    const gone = [...(this.#pinned.get(upstream)?.tools.keys() ?? [])].filter(
      (name) => !statuses.has(name) && !catalogue.faults.some((fault) => fault.name === name),
    );
    for (const tool of gone)
      this.#report.tell({ kind: "missing", upstream, tool, message: "it is not listed any more" });
  }
}

const REASONS = {
  new: `nobody has reviewed it; ${REVIEW}`,
  changed: `it is not as it was reviewed; ${REVIEW}`,
};

function statusOf({ name, digest }: ListedTool, pinned: PinnedUpstream | undefined): PinStatus {
  const known = pinned?.tools.get(name);
  if (known === undefined) return "new";
  return known.digest === digest ? "reviewed" : "changed";
}
