import { randomIdentifier } from "#platform";
import { readFact } from "../action/context.ts";
import { fromBase64Url, toBase64Url } from "../encoding/base64url.ts";
import { canonicalJson } from "../encoding/canonical-json.ts";
import { escapeControls } from "../encoding/escape-controls.ts";
import { isJsonObject, type Json, type JsonObject } from "../encoding/json.ts";
import { sha256Hex } from "../encoding/sha256.ts";
import { parseJson } from "../encoding/strict-json.ts";
import { CapFenceError, messageOf, type PolicyProblem } from "../errors.ts";
import { conditionProblems } from "../policy/bare-conditions.ts";
import { budgetProblems } from "../policy/budget.ts";
import { parseCapabilityPattern } from "../policy/capability-pattern.ts";
import type { AuthorityBlock, Block, Narrowing, SignedBlock } from "./block.ts";
import { TokenError } from "./token-error.ts";

/** The version of the form of blocks; one of another version is refused. */
const VERSION = 1;
const KEY_LENGTH = 32;
const MOST_NAMES = 64;
const NARROWING = ["actor", "audience", "budget", "capabilities", "conditions", "expires", "tools"];
const EVERY = ["bearer", "issued", "next", "salt", "v", ...NARROWING];

/** A block before its text gives it a name. */
export type Unnamed<Kind extends Block> = Omit<Kind, "id">;

/** A block with its text, which nobody has signed yet. */
export type Unsigned<Kind extends Block> = Pick<SignedBlock<Kind>, "block" | "text">;

/** A first block with its text, RFC 8785 JSON. Throws `TokenError` for one that could not be read back. */
export function writeAuthority(block: Unnamed<AuthorityBlock>): Unsigned<AuthorityBlock> {
  return checked({ ...membersOf(block), issuer: block.issuer }, readAuthority);
}

/** A further block with its text; `prev` is the hash of what stands before it. */
export function writeFurther(block: Unnamed<Block>, prev: string): Unsigned<Block> {
  return checked({ ...membersOf(block), prev }, (text) => readFurther(text, prev));
}

/** Reads the text of a first block. Throws `TokenError` for anything that `writeAuthority` would not have written. */
export function readAuthority(text: string): AuthorityBlock {
  const members = membersIn(text, [...EVERY, "issuer"]);
  const issuer = factIn(members["issuer"] ?? null, "issuer");
  if (!/^[^\s+]+\+[0-9a-f]{8}$/u.test(issuer))
    throw malformed("its issuer is not the name and id of a key");
  const block = blockIn(members, text);
  const { expires } = block;
  if (expires === undefined) throw malformed("its first block does not say when it expires");
  return { ...block, issuer, expires };
}

/** Reads the text of a further block, which must follow what has this hash. Throws `TokenError`. */
export function readFurther(text: string, prev: string): Block {
  const members = membersIn(text, [...EVERY, "prev"]);
  if (members["prev"] !== prev) throw malformed("a block does not follow the one before it");
  return blockIn(members, text);
}

function membersOf(block: Unnamed<Block>): JsonObject {
  const { issued, next, bearer, ...others } = block;
  const narrowing = Object.fromEntries<Json>(
    Object.entries(others).filter(([key, value]) => NARROWING.includes(key) && value !== undefined),
  );
  const open = bearer === undefined ? {} : { bearer };
  // Two that say the same are two, each with a name of its own.
  const salt = randomIdentifier().replaceAll("-", "");
  return { ...narrowing, ...open, issued, next: toBase64Url(next), salt, v: VERSION };
}

/** What is made must be readable by whoever verifies it. */
function checked<Kind extends Block>(
  members: JsonObject,
  read: (text: string) => Kind,
): Unsigned<Kind> {
  const text = canonicalJson(members);
  const block = read(text);
  checkReadable("conditions", block.conditions && conditionProblems(block.conditions));
  checkReadable("budget", block.budget && budgetProblems(block.budget));
  return { block, text };
}

function membersIn(text: string, known: readonly string[]): JsonObject {
  let members: Json;
  try {
    members = parseJson(text);
  } catch (cause) {
    throw malformed(`a block is no JSON: ${messageOf(cause)}`, cause);
  }
  if (!isJsonObject(members)) throw malformed("a block is no JSON object");
  // One meaning must not have two texts.
  if (canonicalJson(members) !== text) throw malformed("a block is not in its RFC 8785 form");
  const stranger = Object.keys(members).find((key) => !known.includes(key));
  // It could be something that narrows.
  if (stranger !== undefined)
    throw malformed(`a block has an unknown member "${escapeControls(stranger.slice(0, 80))}"`);
  if (members["v"] !== VERSION) throw malformed("a block is of another version");
  return members;
}

function blockIn(members: JsonObject, text: string): Block {
  const { issued, bearer, salt } = members;
  const next = typeof members["next"] === "string" ? fromBase64Url(members["next"]) : undefined;
  if (typeof salt !== "string" || !/^[0-9a-f]{32}$/.test(salt))
    throw malformed("a block has no salt");
  if (next?.length !== KEY_LENGTH) throw malformed("a block does not say which key comes next");
  if (bearer !== undefined && bearer !== true)
    throw malformed("bearer must be true, or not be there");
  const open = bearer === undefined ? {} : { bearer };
  const id = `tok_${sha256Hex(text).slice(0, 32)}`;
  return { id, issued: timeIn(issued, "issued"), next, ...open, ...narrowingIn(members) };
}

function narrowingIn(members: JsonObject): Narrowing {
  const { actor, audience, budget, capabilities, conditions, expires, tools } = members;
  if (actor !== undefined) factIn(actor, "actor");
  // What they say is read by whoever judges them, once the signatures are good: that takes far longer than these.
  if (conditions !== undefined && !isJsonObject(conditions))
    throw malformed("conditions must be a mapping");
  if (budget !== undefined && !isJsonObject(budget)) throw malformed("budget must be a mapping");
  const patterns = namesIn(capabilities, "capabilities");
  for (const pattern of patterns ?? [])
    if (parseCapabilityPattern(pattern) === undefined)
      throw malformed(`"${pattern}" is no pattern of capabilities, such as payments.refund`);
  const narrowing = {
    actor: actor as string | undefined,
    audience: namesIn(audience, "audience"),
    budget,
    capabilities: patterns,
    conditions,
    expires: expires === undefined ? undefined : timeIn(expires, "expires"),
    tools: namesIn(tools, "tools"),
  };
  return Object.fromEntries(Object.entries(narrowing).filter(([, value]) => value !== undefined));
}

function checkReadable(part: string, [problem]: readonly PolicyProblem[] = []): void {
  if (problem !== undefined)
    throw malformed(`${problem.key === "" ? part : problem.key}: ${problem.message}`);
}

function namesIn(value: Json | undefined, name: string): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const names: readonly Json[] = Array.isArray(value) ? value : [];
  if (names.length === 0 || names.length > MOST_NAMES)
    throw malformed(`${name} must be a list of 1 to ${MOST_NAMES} names`);
  return names.map((one) => factIn(one, name));
}

function factIn(value: Json, name: string): string {
  try {
    return readFact(name, value);
  } catch (cause) {
    if (!(cause instanceof CapFenceError)) throw cause;
    throw malformed(cause.message, cause);
  }
}

function timeIn(value: Json | undefined, name: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw malformed(`${name} must be a time in whole milliseconds`);
}

function malformed(message: string, cause?: unknown): TokenError {
  return new TokenError("malformed", message, cause === undefined ? undefined : { cause });
}
