import { isDeepStrictEqual } from "node:util";
import { PolicyLoadError, type PolicyProblem, describeProblem } from "@capfence/core";
import type { GatewayLog } from "../log.ts";
import { type FileStamps, stampFiles } from "./file-stamps.ts";
import { keepFixed } from "./fixed-settings.ts";
import type { SettingsReading } from "./read-settings.ts";
import type { GatewaySettings } from "./settings.ts";
import { SettingsError } from "./settings-error.ts";

/** Settings that are ready to be used: nothing of them can fail any more. */
export interface Prepared {
  /** Files besides the configuration that they were made of, such as those of the policy. */
  readonly files: readonly string[];
  /** Tells what was in those files from anything else. */
  readonly digest: string;
  /** Puts them in the place of those before; at once, and without failing. */
  commit(): void;
}

/** Where settings come from, and what is done with them. */
export interface LiveSettingsOptions {
  /** Reads the configuration. Throws `SettingsError`. */
  readonly read: () => SettingsReading;
  /** The files that it is read from. */
  readonly files: readonly string[];
  /** Makes everything that settings need. Rejects where that cannot be, and then those before stay. */
  readonly prepare: (
    settings: GatewaySettings,
    policyAt: SettingsReading["policyAt"],
  ) => Promise<Prepared>;
  readonly log: GatewayLog;
}

/** Settings that follow the files they are read from; what cannot be used changes nothing. */
export class LiveSettings {
  readonly #options: LiveSettingsOptions;
  #settings!: GatewaySettings;
  /** What was read, of which some may wait for a restart. */
  #wanted: GatewaySettings | undefined;
  #digest = "";
  #stamps: FileStamps = new Map();
  #fault: string | undefined;
  #reloading: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  private constructor(options: LiveSettingsOptions) {
    this.#options = options;
  }

  /** Reads them for the first time. Rejects where they cannot be used. */
  static async open(options: LiveSettingsOptions): Promise<LiveSettings> {
    const live = new LiveSettings(options);
    await live.#load();
    return live;
  }

  /** Those that hold now. */
  get current(): GatewaySettings {
    return this.#settings;
  }

  /** Why what the files say now is not used; undefined where it is. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Looks every so many milliseconds whether a file has changed, and since when not any more. */
  watch(interval: number = 500): void {
    let before: FileStamps = new Map();
    this.#timer = setInterval(() => {
      const now = stampFiles(this.#stamps.keys());
      // Half of a file may well be valid, and allow more than all of it.
      const areWhole = isDeepStrictEqual(now, before);
      before = now;
      // What is wrong may be mended in a file that nobody knows of, such as one that a policy is now to extend.
      if (areWhole && (this.#fault !== undefined || !isDeepStrictEqual(now, this.#stamps)))
        void this.reload();
    }, interval);
    this.#timer.unref();
  }

  /** Reads everything anew. Never rejects: what cannot be used is said, and changes nothing. */
  reload(): Promise<void> {
    this.#reloading = this.#reloading.then(() => this.#reload());
    return this.#reloading;
  }

  /** Looks no more. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#reloading;
  }

  async #reload(): Promise<void> {
    const since = Date.now();
    try {
      const before = { settings: this.#settings, digest: this.#digest };
      await this.#load(since);
      const isNew = !isDeepStrictEqual(before, { settings: this.#settings, digest: this.#digest });
      if (isNew || this.#fault !== undefined)
        this.#options.log.info("the configuration is loaded", { policy: this.#digest });
      this.#fault = undefined;
    } catch (error) {
      this.#stamps = stampFiles(this.#stamps.keys(), since);
      const fault = error instanceof Error ? error.message : String(error);
      if (fault !== this.#fault)
        this.#options.log.error("the configuration cannot be used; the one before stays", {
          problems: problemsOf(error),
        });
      this.#fault = fault;
    }
  }

  async #load(since: number = Date.now()): Promise<void> {
    const { read, files, prepare, log } = this.#options;
    const { settings: wanted, policyAt, warnings } = read();
    const { settings, kept } = keepFixed(this.#settings, wanted);
    const prepared = await prepare(settings, policyAt);
    // Nothing between these lines may wait or fail: everybody sees all of it, or nothing.
    prepared.commit();
    const isNew = !isDeepStrictEqual(this.#wanted, wanted);
    this.#settings = settings;
    this.#wanted = wanted;
    this.#digest = prepared.digest;
    this.#stamps = stampFiles([...files, ...prepared.files], since);
    if (!isNew) return;
    for (const warning of warnings) log.warn(describeProblem(warning));
    for (const name of kept) log.warn(`a change of ${name} needs a restart; it stays as it is`);
  }
}

function problemsOf(error: unknown): readonly (string | PolicyProblem)[] {
  if (error instanceof SettingsError || error instanceof PolicyLoadError)
    return error.problems.map(describeProblem);
  return [error instanceof Error ? error.message : String(error)];
}
