import type { Severity } from "@capfence/discover";

/** What `capfence discover` takes beside the command of a server. */
export interface DiscoverOptions {
  readonly client?: readonly string[];
  readonly project: string;
  readonly config?: readonly string[];
  readonly url?: readonly string[];
  readonly tools?: readonly string[];
  readonly yes?: boolean;
  readonly offline?: boolean;
  /** In seconds. */
  readonly timeout: number;
  readonly format?: "table" | "json" | "sarif" | "html";
  readonly json?: boolean;
  readonly out?: string;
  readonly policy?: string;
  readonly lock?: string;
  readonly force?: boolean;
  readonly failOn?: Severity;
}
