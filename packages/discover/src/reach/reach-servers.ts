import type { FoundServer } from "../clients/found-server.ts";
import type { Inventory, ReachedServer } from "../inventory/inventory.ts";
import { HIDDEN } from "../config/hidden.ts";
import { type AlikeServers, alikeServers } from "./alike.ts";
import { type Answered, askServer, type AskOptions, failed } from "./ask-server.ts";

/** Who asks servers, and which. */
export interface ReachOptions extends Pick<AskOptions, "client" | "stop"> {
  /** How long a server may take in each era of the protocol, in milliseconds. */
  readonly timeout?: number;
  /** Whether a server may be started or called; asked one after the other, and once for equal ones. */
  readonly agree: (server: FoundServer) => boolean | Promise<boolean>;
  /** How many are asked at a time. */
  readonly concurrency?: number;
}

const UNASKED: Answered = {
  state: "unasked",
  fault: "nobody has agreed to start or call it",
  tools: [],
  unusable: [],
};
const DISABLED: Answered = {
  state: "disabled",
  fault: "its client is told not to use it",
  tools: [],
  unusable: [],
};
/** Shorter values may be part of any word. */
const SHORTEST = 5;
/** How much of a message is looked at, and how much is shown: no value is cut where the end of it would be shown. */
const LOOKED_AT = 20_000;
const SHOWN = 1000;

/**
 * Asks servers what they list, in the order in which they were found. No tool is called, a server that fails or hangs
 * fails alone, and none of them runs on.
 */
export async function reachServers(
  found: readonly FoundServer[],
  { agree, client, stop, timeout = 15_000, concurrency = 4 }: ReachOptions,
): Promise<Inventory> {
  const answers = new Map<FoundServer, Answered>();
  const waiting: AlikeServers[] = [];
  for (const group of alikeServers(found)) {
    const [first] = group.servers;
    // Somebody is asked about one after the other.
    // oxlint-disable-next-line no-await-in-loop
    if (await agree(first)) waiting.push(group);
    else for (const server of group.servers) answers.set(server, UNASKED);
  }
  const work = async (): Promise<void> => {
    for (let group = waiting.shift(); group !== undefined; group = waiting.shift()) {
      // Each of the workers asks one after the other.
      // oxlint-disable-next-line no-await-in-loop
      const answer = await askServer(group.settings, { client, timeout, stop });
      for (const server of group.servers) answers.set(server, answer);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, work));
  return { servers: found.map((server) => reached(server, answers.get(server))) };
}

function reached(server: FoundServer, answer: Answered | undefined): ReachedServer {
  const { name, origin, transport, address, behind, secrets, hidden, isDisabled } = server;
  const known = { name, origin, transport, address, secrets, ...(behind && { behind }) };
  if (answer === undefined)
    return { ...known, ...(isDisabled ? DISABLED : failed(ownFault(server))) };
  const { fault, ...answered } = answer;
  if (fault === undefined) return { ...known, ...answered };
  return { ...known, ...answered, fault: withoutValues(fault, hidden) };
}

/** It quotes what stands in the configuration, which may be as long as that. */
function ownFault({ fault = "it cannot be asked" }: FoundServer): string {
  return fault.slice(0, SHOWN);
}

/** A message without what a server was given; it may say any of that again. */
function withoutValues(message: string, values: readonly string[]): string {
  return [...new Set(values)]
    .filter(({ length }) => length >= SHORTEST)
    .toSorted((one, other) => other.length - one.length)
    .reduce((text, value) => text.replaceAll(value, HIDDEN), message.slice(0, LOOKED_AT))
    .slice(0, SHOWN);
}
