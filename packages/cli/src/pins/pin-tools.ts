import {
  type ListedTool,
  listTools,
  type Pinned,
  PinFile,
  type PinnedUpstream,
  reasonOf,
  type ToolListing,
  type Upstream,
} from "@capfence/mcp/gateway";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { packageVersion } from "../package-version.ts";
import { printable } from "../printable.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import type { PinOptions, PinTargets } from "./pin-targets.ts";
import { printChanges, printFaults } from "./print-changes.ts";
import { toolChanges } from "./tool-changes.ts";

const CLIENT = { name: "capfence" };

/** Compares what servers list with what was reviewed, one after the other; takes what is agreed to. */
export async function pinTools(
  { upstreams, file, isWhole }: PinTargets,
  options: PinOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const pins = new PinFile(file);
  const pinned = pins.read() ?? new Map();
  const codes: ExitCode[] = [];
  for (const upstream of upstreams)
    // Somebody is asked about one after the other.
    // oxlint-disable-next-line no-await-in-loop
    codes.push(await pinUpstream(upstream, pinned.get(upstream.name), pins, options, terminal));
  const named = new Set(upstreams.map(({ name }) => name));
  for (const name of isWhole ? pinned.keys() : [])
    if (!named.has(name))
      printLine(
        terminal.output,
        printable(`${name}: kept in the lock file, though the configuration does not name it`),
      );
  // An unusable one counts more than a difference.
  return codes.toSorted((one, other) => one - other).at(-1) ?? EXIT.done;
}

async function pinUpstream(
  upstream: Upstream,
  before: PinnedUpstream | undefined,
  pins: PinFile,
  options: PinOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { output, errors } = terminal;
  const { name } = upstream;
  let listing: ToolListing;
  try {
    listing = await listTools(upstream, { client: { ...CLIENT, version: packageVersion() } });
  } catch (error) {
    const reason = reasonOf(error);
    printLine(errors, printable(`capfence: ${name}: its tools cannot be listed: ${reason}`));
    return EXIT.unusable;
  } finally {
    await upstream.close();
  }
  const { catalogue, server } = listing;
  const changes = toolChanges(before, catalogue);
  const tools = new Map(Array.from(catalogue.tools, (tool) => [tool.name, tool]));
  const isSame = before !== undefined && changes.length === 0;
  const title = isSame
    ? `${name}: ${count(tools)} as reviewed`
    : `${name}: ${before === undefined ? "not in the lock file" : "not as reviewed"}`;
  printLine(output, styled(output, "bold", printable(title)));
  printChanges(changes, options.review === true, output);
  printFaults(catalogue, output);
  if (isSame) return EXIT.done;
  if (options.accept !== true && !(options.review === true && (await isAgreed(name, terminal))))
    return EXIT.finding;
  const after = { tools, ...(server === undefined ? {} : { server }) };
  pins.update((pinned) => replaced(pinned, name, before, after));
  printLine(output, printable(`${name}: took ${count(tools)} into the lock file`));
  return EXIT.done;
}

async function isAgreed(name: string, { ask }: Terminal): Promise<boolean> {
  if (ask === undefined)
    throw new CommandFailure(
      EXIT.unusable,
      "there is no terminal to ask on; take what you have reviewed with --accept",
    );
  const answer = await ask.line(printable(`Take ${name} as it is now? [y/N] `));
  return ["y", "yes"].includes(answer.trim().toLowerCase());
}

function replaced(
  pinned: Pinned,
  name: string,
  before: PinnedUpstream | undefined,
  after: PinnedUpstream,
): Pinned {
  // What was shown is the difference to this, and to nothing else.
  if (digestsOf(pinned.get(name)) !== digestsOf(before))
    throw new CommandFailure(
      EXIT.finding,
      `somebody else has changed what was reviewed of "${name}" meanwhile; run this again`,
    );
  return new Map([...pinned, [name, after]]);
}

function digestsOf(upstream: PinnedUpstream | undefined): string {
  if (upstream === undefined) return "none";
  const digests = Array.from(upstream.tools.values(), ({ digest }) => digest);
  return digests.toSorted().join(" ");
}

function count({ size }: ReadonlyMap<string, ListedTool>): string {
  return size === 1 ? "1 tool" : `${size} tools`;
}
