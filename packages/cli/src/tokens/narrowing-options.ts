import type { AuthorityBlock } from "@capfence/core/tokens";
import type { Command } from "commander";
import { collectValues } from "../collect-values.ts";
import { readSeconds } from "../read-seconds.ts";
import { type LimitOptions, readLimits } from "./read-limits.ts";

/** The options that say what a token is narrowed to, and to whom it is bound. */
export interface NarrowingOptions extends LimitOptions {
  readonly tool?: readonly string[];
  readonly capability?: readonly string[];
  /** In seconds. */
  readonly ttl?: number;
  readonly agent?: string;
  readonly audience?: readonly string[];
  readonly holder?: string;
}

type Parts = Partial<
  Pick<AuthorityBlock, "tools" | "capabilities" | "conditions" | "budget" | "actor" | "audience">
>;

/** Adds these options to a command. */
export function addNarrowingOptions(command: Command): Command {
  return command
    .option("--tool <name>", "a tool that it is for; can be repeated", collectValues)
    .option(
      "--capability <pattern>",
      "capabilities that it is for, such as payments.*; can be repeated",
      collectValues,
    )
    .option("--ttl <time>", "how long from now: seconds, or 5m, 2h, 1d", readSeconds)
    .option(
      "--limit <key=value>",
      "a condition of the policy language: 'amount_lte=50', 'currency=[USD, EUR]', or a limit on all calls with it together: 'max_calls={count: 10}', 'max_total={amount: 500, currency: USD}'; can be repeated",
      collectValues,
    )
    .option("--conditions <text>", "conditions that are no such pair, in YAML or JSON")
    .option("--agent <name>", "who is to call with it")
    .option(
      "--audience <name>",
      "a gate that may take it, as the policy's tokens: audience: names it; can be repeated",
      collectValues,
    )
    .option(
      "--holder <key>",
      "public key of who is to hold it, as capfence token holder prints it; without it, it is a bearer token",
    );
}

/** What the options narrow a token to, but for its time, which begins once it is made. */
export function readNarrowing(options: NarrowingOptions): Parts {
  const { tool: tools, capability: capabilities, agent: actor, audience } = options;
  const parts = { tools, capabilities, ...readLimits(options), actor, audience };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
