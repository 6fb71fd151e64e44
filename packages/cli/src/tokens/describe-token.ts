import type { JsonObject } from "@capfence/core";
import { type Block, blocksOf, type Token } from "@capfence/core/tokens";
import { printable, printableJson } from "../printable.ts";
import { alignColumns } from "../table.ts";
import { styled } from "../terminal.ts";
import { showDistance, showMoment } from "../timestamp.ts";
import { dateOf } from "./date-of.ts";
import { type Holding, holdingOf } from "./holding.ts";
import { expiryOf } from "./print-token.ts";

const HOLDING: Readonly<Record<Holding, string>> = {
  bound: "bound: every call takes a proof by its holder's key",
  bearer: "bearer: whoever sees its text can use it",
  "bound since": "bound by now, but made of a bearer token that others may have seen",
};

/** The byte that stands for the type of a key. */
const ED25519 = 1;

/** What a token says, as lines: each block below the one that it narrows. */
export function tokenTree(
  token: Token,
  now: number,
  output: NodeJS.WritableStream,
): readonly string[] {
  const blocks = blocksOf(token.chain);
  const { issuer } = token.chain.authority.block;
  const lines = blocks.flatMap((block, depth) => {
    const branch = depth === 0 ? "" : `${"   ".repeat(depth - 1)}└─ `;
    const indent = "   ".repeat(depth);
    const facts = factsOf(block, depth === 0 ? issuer : undefined, now);
    return [
      `${branch}${styled(output, "bold", block.id)}`,
      ...alignColumns(facts)
        .split("\n")
        .map((line) => `${indent}  ${line}`),
    ];
  });
  return [...lines, `ends ${timeWords(expiryOf(token), now)}`, HOLDING[holdingOf(token)]];
}

/** What a token says, as JSON: times as dates. */
export function tokenAsJson(token: Token): object {
  const { issuer } = token.chain.authority.block;
  return {
    issuer,
    holding: holdingOf(token),
    expires: dateOf(expiryOf(token)),
    blocks: blocksOf(token.chain).map(({ next, issued, expires, ...block }) => ({
      ...block,
      issued: dateOf(issued),
      ...(expires === undefined ? {} : { expires: dateOf(expires) }),
      next: Buffer.from(next).toString("base64url"),
    })),
  };
}

function factsOf(
  block: Block,
  issuer: string | undefined,
  now: number,
): readonly (readonly [string, string])[] {
  const { actor, tools, capabilities, conditions, budget, audience, issued, expires, bearer } =
    block;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["issuer", issuer],
    [issuer === undefined ? "handed to" : "issued to", actor],
    ["tools", tools?.join(", ")],
    ["capabilities", capabilities?.join(", ")],
    ...named("condition", conditions),
    ...named("budget", budget),
    ["audience", audience?.join(", ")],
    ["made", showMoment(issued)],
    ["expires", expires === undefined ? undefined : timeWords(expires, now)],
    ["held by", bearer === true ? "whoever sees it" : `the key …+${keyText(block.next)}`],
  ];
  return facts
    .filter((fact): fact is [string, string] => fact[1] !== undefined)
    .map(([name, fact]) => [name, printable(fact)]);
}

function named(name: string, parts: JsonObject = {}): readonly (readonly [string, string])[] {
  return Object.entries(parts).map(([key, value]) => [name, `${key}: ${printableJson(value)}`]);
}

function timeWords(time: number, now: number): string {
  return `${showMoment(time)} (${time <= now ? "over" : `in ${showDistance(time - now)}`})`;
}

/** As the last part of the key's public line stands. */
function keyText(key: Uint8Array): string {
  return Buffer.of(ED25519, ...key).toString("base64");
}
