import type { ApprovalRequest } from "@capfence/core";
import { showDistance } from "../timestamp.ts";
import { type Difference, differences, fromDifference } from "./difference.ts";
import { type Leaf, leavesOf, MOST_LEAVES, showValue } from "./leaves.ts";
import type { Look } from "./look.ts";
import { hanging, screenText, wrapped } from "./screen-text.ts";
import type { SimilarCall } from "./similar-call.ts";

/** What is shown of a request beside itself. */
export interface CardFacts {
  /** Undefined where there is none; "unreadable" where nobody can tell. */
  readonly similar: SimilarCall | "unreadable" | undefined;
  readonly now: number;
  /** Whether nothing is shortened. */
  readonly all: boolean;
}

/** How many members of a payload, and how many differences, are shown at first. */
const MOST_LINES = 24;

/** Whether the card of a request shows all of its arguments. */
export function isShownWhole({ payload }: ApprovalRequest, all: boolean): boolean {
  const leaves = leavesOf(payload);
  if (leaves.length >= MOST_LEAVES) return false;
  return (
    all ||
    (leaves.length <= MOST_LINES &&
      leaves.every(({ value }) => showValue(value) === showValue(value, true)))
  );
}

/** A request as an approver reads it: who wants what, which rule asks, the arguments, and what is new in them. */
export function requestCard(
  request: ApprovalRequest,
  { similar, now, all }: CardFacts,
  look: Look,
): readonly string[] {
  const { paint, width } = look;
  return [
    ...wrapped(screenText(`${request.actor} asks for ${request.capability}`), width).map((line) =>
      paint("bold", line),
    ),
    "",
    ...factsOf(request).flatMap(([name, text]) =>
      hanging(`  ${screenText(name).padEnd(12)} `, screenText(text), width),
    ),
    "",
    paint("bold", "  arguments"),
    ...payloadLines(request, all, width),
    "",
    ...similarLines(request, similar, { now, all }, look),
    "",
  ];
}

/** The first are those that tell most. */
const CONTEXT_NAMES: readonly (readonly [string, string])[] = [
  ["sessionId", "session"],
  ["userRole", "user role"],
  ["callerDepth", "caller depth"],
  ["toolDigest", "tool digest"],
  ["tokenIssuer", "token issuer"],
];

function factsOf(request: ApprovalRequest): readonly (readonly [string, string])[] {
  const { toolName, ...context } = request.context;
  const names = new Map(CONTEXT_NAMES);
  const order = (name: string): number => [...names.keys(), name].indexOf(name);
  const facts: readonly (readonly [string, unknown])[] = [
    ["agent", request.actor],
    ["tool", toolName],
    ["capability", request.capability],
    ["also called", request.alias],
    ["environment", request.environment],
    ...Object.entries(context)
      .toSorted(([one], [other]) => order(one) - order(other))
      .map(([name, value]) => [names.get(name) ?? name, value] as const),
    ["rule", request.rule],
    ["because", request.reason],
    ["request", request.id],
  ];
  return facts.flatMap(([name, value]) =>
    value === undefined
      ? []
      : [[name, typeof value === "string" ? value : JSON.stringify(value)] as const],
  );
}

function payloadLines(
  { payload }: ApprovalRequest,
  all: boolean,
  width: number,
): readonly string[] {
  const leaves = leavesOf(payload);
  if (leaves.length === 0) return ["    (none)"];
  const shown = all ? leaves : leaves.slice(0, MOST_LINES);
  const lines = aligned(
    shown.map(({ pointer, value }: Leaf) => ({
      sign: "",
      name: pointer,
      text: showValue(value, all),
    })),
    width,
  ).flatMap(({ lines: own }) => own);
  const count = leaves.length < MOST_LEAVES ? `${leaves.length}` : `${MOST_LEAVES} or more`;
  const rest =
    shown.length < leaves.length || leaves.length === MOST_LEAVES
      ? [`    … ${shown.length} of ${count} are shown`]
      : [];
  return [...lines, ...rest];
}

function similarLines(
  request: ApprovalRequest,
  similar: CardFacts["similar"],
  { now, all }: { readonly now: number; readonly all: boolean },
  { paint, width }: Look,
): readonly string[] {
  if (similar === "unreadable")
    return [paint("yellow", "  the log cannot be read to compare this with earlier calls")];
  if (similar === undefined)
    return wrapped("no earlier call like this is among the newest of the log", width - 2).map(
      (line) => `  ${line}`,
    );
  const when = `${showDistance(now - similar.at)} ago, ${screenText(similar.fate)}`;
  const found = differences(similar, request);
  const head = wrapped(
    found.length === 0
      ? `the same as the last call like this (${when})`
      : `unlike the last call like this (${when})`,
    width - 2,
  ).map((line) => paint("bold", `  ${line}`));
  const shown = all ? found : found.slice(0, MOST_LINES);
  const lines = aligned(
    shown.map((one) => ({ sign: one.sign, name: one.name, text: textOf(one, all) })),
    width,
  ).flatMap(({ sign, lines: own }) => own.map((line) => paint(STYLES[sign as "+"], line)));
  const rest =
    shown.length < found.length ? [`    … ${shown.length} of ${found.length} are shown`] : [];
  return [...head, ...lines, ...rest];
}

const STYLES = { "+": "green", "-": "red", "~": "yellow" } as const;

function textOf({ sign, before, after }: Difference, all: boolean): string {
  if (sign === "+") return showValue(after, all);
  if (sign === "-" || before === undefined || after === undefined) return showValue(before, all);
  const [from, to] = all ? [before, after] : fromDifference(before, after);
  return `${showValue(from, all)} -> ${showValue(to, all)}`;
}

interface Row {
  readonly sign: string;
  readonly name: string;
  readonly text: string;
}

/** Names in a column of their own; one that would not fit there stands above its value. */
function aligned(
  rows: readonly Row[],
  width: number,
): readonly { readonly sign: string; readonly lines: readonly string[] }[] {
  const widest = Math.max(8, Math.floor(width / 3));
  const named = rows.map((row) => ({ ...row, name: screenText(row.name) }));
  const fits = (name: string): boolean => name.length <= widest && /^[\x20-\x7e]*$/.test(name);
  const column = Math.max(0, ...named.map(({ name }) => (fits(name) ? name.length : 0)));
  return named.map(({ sign, name, text }) => {
    const start = sign === "" ? "    " : `  ${sign} `;
    if (fits(name))
      return { sign, lines: hanging(`${start}${name.padEnd(column)}  `, text, width) };
    return {
      sign,
      lines: [...hanging(start, name, width), ...hanging(" ".repeat(8), text, width)],
    };
  });
}
