import { type AlikeServers, alikeServers, type FoundServer } from "@capfence/discover";
import { printable, shortened } from "../printable.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import type { DiscoverOptions } from "./discover-options.ts";
import { isNamed } from "./named-servers.ts";
import { startLines } from "./start-lines.ts";

/**
 * The servers that may be started or called. A configuration may come with somebody else's repository, and what it
 * names runs with all that the user may do: so they are shown it, and nothing is started that they have not agreed to.
 */
export async function agreeOn(
  found: readonly FoundServer[],
  { yes, offline }: DiscoverOptions,
  { ask, errors }: Terminal,
): Promise<ReadonlySet<FoundServer>> {
  if (offline === true) return new Set();
  const usable = found.filter(({ settings, isDisabled }) => settings !== undefined && !isDisabled);
  if (yes === true) return new Set(usable);
  const agreed = new Set(usable.filter(({ origin }) => isNamed(origin)));
  // One question is for all that are started or called in the same way.
  const groups = alikeServers(usable.filter(({ origin }) => !isNamed(origin)));
  if (ask === undefined || groups.length === 0) return agreed;
  printLine(errors, styled(errors, "bold", "Configurations name these servers:"));
  for (const [index, group] of groups.entries())
    for (const line of startLines(titleOf(index, groups), group.servers)) printLine(errors, line);
  let isAll = false;
  for (const [index, group] of groups.entries()) {
    const verb = group.settings.kind === "http" ? "Call" : "Start";
    const answer: string = isAll
      ? "y"
      : // One question after the other.
        // oxlint-disable-next-line no-await-in-loop
        (await ask.line(`${verb} ${titleOf(index, groups)}? [y/N/all] `)).trim().toLowerCase();
    isAll ||= answer === "all";
    if (["y", "yes", "all"].includes(answer))
      for (const server of group.servers) agreed.add(server);
  }
  return agreed;
}

/** Names are whoever's who wrote them, and several may have one: the number says which is meant. */
function titleOf(index: number, groups: readonly AlikeServers[]): string {
  const name = printable(groups[index]?.servers[0].name ?? "");
  return `${index + 1} of ${groups.length}, ${shortened(name, LONGEST)}`;
}

/** Longer names would push what they are of off the screen. */
const LONGEST = 60;
