import { type SourceNode, suggestion } from "../document/source.ts";
import { isList, type Problem, readText } from "../document/source-values.ts";
import type { EventView } from "../payload/event-view.ts";

type ReadFact = (view: EventView) => string | undefined;

/** What uses can be counted by: facts that the host asserts, never arguments. */
const FACTS: ReadonlyMap<string, ReadFact> = new Map<string, ReadFact>([
  ["actor", ({ event }) => event.actor],
  ["session", ({ event }) => event.context.sessionId],
  ["tenant", ({ event }) => event.context.tenant],
  ["user_role", ({ event }) => event.context.userRole],
  ["tool_name", ({ event }) => event.context.toolName],
  ["environment", ({ event }) => event.environment],
  ["capability", ({ event }) => event.capability],
  ["framework", ({ event }) => event.context.framework],
]);

/** Every word that `by` may hold. */
export const COUNTED_BY: readonly string[] = [...FACTS.keys()];

/** The keys of `ActionEventInput` whose name is not the fact's; a capability is not chosen freely. */
const INPUTS: Readonly<Record<string, string>> = {
  session: "sessionId",
  user_role: "userRole",
  tool_name: "toolName",
};

/** Reads `by:`, whose uses are counted together: a fact or a list of them, of which none means everybody's. */
export function readCountedBy(
  node: SourceNode | undefined,
  problem: Problem,
): readonly string[] | undefined {
  if (node === undefined) return ["actor"];
  const names = (isList(node) ? node.items : [node]).map((item) => {
    const name = readText(item, problem);
    if (name === undefined || FACTS.has(name)) return name;
    const known = suggestion(name, COUNTED_BY) || `; use any of ${COUNTED_BY.join(", ")}`;
    return problem(item, `calls cannot be counted by "${name}"${known}`);
  });
  if (!names.every((name) => name !== undefined)) return undefined;
  return [...new Set(names)].toSorted();
}

/** What an event says of each fact; undefined where it lacks one, which `lacking` names. */
export function factsOf(
  names: readonly string[],
  view: EventView,
): Readonly<Record<string, string>> | undefined {
  const facts: Record<string, string> = {};
  for (const name of names) {
    const value = FACTS.get(name)?.(view);
    if (value === undefined) return undefined;
    facts[name] = value;
  }
  return facts;
}

/** The first fact that an event lacks. */
export function lacking(names: readonly string[], view: EventView): string | undefined {
  return names.find((name) => FACTS.get(name)?.(view) === undefined);
}

/** The keys of `ActionEventInput` that a host may leave out, for those who look for calls that do. */
export function optionalInputs(names: readonly string[]): readonly string[] {
  return names
    .filter((name) => name !== "actor" && name !== "capability")
    .map((name) => INPUTS[name] ?? name);
}
