import {
  jsonLog,
  listTools,
  reasonOf,
  ServerSet,
  type ToolListing,
  type UpstreamSettings,
} from "@capfence/mcp/gateway";
import type { ReachedServer } from "../inventory/inventory.ts";

/** Who asks, and for how long. */
export interface AskOptions {
  /** As servers are told. */
  readonly client: { readonly name: string; readonly version: string };
  /** How long a server may take in each era of the protocol, in milliseconds. */
  readonly timeout: number;
  /** Ends all that runs, and asks no more. */
  readonly stop?: AbortSignal | undefined;
}

/** What a server has answered. */
export type Answered = Pick<
  ReachedServer,
  "state" | "fault" | "says" | "instructions" | "tools" | "unusable"
>;

/** A model reads no more than a few thousand characters of them; a server with so many hides something. */
const LONGEST = 1024 * 1024;
const LONGEST_NAME = 1000;
const STOPPED = "it was stopped before it had answered";
const QUIET = jsonLog(process.stderr, "silent", Date.now);

/** Asks a server what it lists, and ends it whatever becomes of that. No tool is called. */
export async function askServer(
  settings: UpstreamSettings,
  { client, timeout, stop }: AskOptions,
): Promise<Answered> {
  if (isOver(stop)) return failed(STOPPED);
  const servers = new ServerSet(QUIET);
  const stopped = Promise.withResolvers<Answered>();
  const end = (): void => stopped.resolve(failed(STOPPED));
  stop?.addEventListener("abort", end);
  try {
    // As faults name it.
    const name = settings.kind === "stdio" ? settings.command : "server";
    (await servers.prepare(new Map([[name, settings]])))();
    const [upstream] = servers.upstreams.values();
    if (upstream === undefined) return failed("there is no server");
    const discovery = Math.min(timeout, 10_000);
    const listing = listTools(upstream, { client, timeout, discovery });
    return await Promise.race([
      listing.then(answered, (error: unknown) => failed(reasonOf(error))),
      stopped.promise,
    ]);
  } catch (error) {
    return failed(reasonOf(error));
  } finally {
    stop?.removeEventListener("abort", end);
    await servers.close();
  }
}

function isOver(stop: AbortSignal | undefined): boolean {
  return stop?.aborted === true;
}

/** A server that has not answered. */
export function failed(fault: string): Answered {
  return { state: "failed", fault, tools: [], unusable: [] };
}

function answered({ catalogue, server, instructions }: ToolListing): Answered {
  if (instructions !== undefined && instructions.length > LONGEST)
    return failed(`its instructions are longer than ${LONGEST} characters`);
  const says = { ...textOf(server, "name"), ...textOf(server, "version") };
  return {
    state: "listed",
    says,
    ...(instructions === undefined ? {} : { instructions }),
    tools: [...catalogue.tools],
    unusable: catalogue.faults,
  };
}

function textOf<Key extends string>(
  owner: Readonly<Record<string, unknown>> | undefined,
  key: Key,
): { readonly [key in Key]?: string } {
  const value = owner?.[key];
  return (typeof value === "string" ? { [key]: value.slice(0, LONGEST_NAME) } : {}) as {
    readonly [key in Key]?: string;
  };
}
