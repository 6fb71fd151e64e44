import { CONTEXT_FACTS } from "../../action/context.ts";
import { ConfigurationError } from "../../errors.ts";
import { parsePointer, writePointer } from "../../policy/payload/json-pointer.ts";
import { RECORD_PARTS } from "./record-part.ts";

/** More than a policy needs; in the worst case each of them is followed through the whole payload. */
const MOST_POINTERS = 256;
const EVERY = "*";
/** How many segments a pointer can have, in parts that are flat. */
const DEPTHS: Readonly<Record<string, number>> = { context: 2, resolved: 2, error: 1, note: 1 };

/** A place on the way to what is redacted. */
export interface PointerNode {
  /** Whether what stands here is redacted. */
  readonly hides: boolean;
  readonly members: ReadonlyMap<string, PointerNode>;
  /** Where `*` leads to. */
  readonly every: PointerNode | undefined;
}

interface Growing extends PointerNode {
  hides: boolean;
  readonly members: Map<string, Growing>;
  every: Growing | undefined;
}

const NOWHERE: readonly PointerNode[] = Object.freeze([]);

/** Reads JSON Pointers (RFC 6901) in which a segment `*` means any member or element. Throws `ConfigurationError`. */
export function readRedactionPointers(pointers: readonly string[]): PointerNode {
  if (pointers.length > MOST_POINTERS)
    throw new ConfigurationError(
      `there are ${pointers.length} pointers to redact, over the limit of ${MOST_POINTERS}; use * for members and elements`,
    );
  const root = grow();
  for (const pointer of pointers) {
    let node = root;
    for (const token of readTokens(pointer)) {
      if (token === EVERY) node = node.every ??= grow();
      else {
        const next = node.members.get(token) ?? grow();
        node.members.set(token, next);
        node = next;
      }
    }
    node.hides = true;
  }
  return root;
}

/** Where the next segment leads from some places; most often from nowhere to nowhere. */
export function follow(
  nodes: readonly PointerNode[],
  token: string | number,
): readonly PointerNode[] {
  if (nodes.length === 0) return NOWHERE;
  const next: PointerNode[] = [];
  for (const { members, every } of nodes) {
    const member = members.size === 0 ? undefined : members.get(String(token));
    if (member !== undefined) next.push(member);
    if (every !== undefined) next.push(every);
  }
  return next;
}

function readTokens(pointer: string): readonly string[] {
  const refuse = (reason: string): never => {
    throw new ConfigurationError(
      `cannot redact at the pointer ${JSON.stringify(pointer)}: ${reason}`,
    );
  };
  const tokens = typeof pointer === "string" ? parsePointer(pointer) : undefined;
  if (tokens === undefined)
    return refuse(
      "it is not a JSON Pointer; begin with / and write ~1 for a / and ~0 for a ~ inside a name",
    );
  const [part = "", fact = EVERY] = tokens;
  if (!RECORD_PARTS.some((one) => one === part))
    return refuse(
      `it must begin with one of ${RECORD_PARTS.map((one) => `/${one}`).join(", ")}, as /payload/card/number does`,
    );
  // What can never be there would be recorded in clear, and nobody would notice.
  if (part === "context" && fact !== EVERY && !CONTEXT_FACTS.includes(fact))
    return refuse(`there is no such fact; the context has ${CONTEXT_FACTS.join(", ")}`);
  const deepest = DEPTHS[part];
  if (deepest !== undefined && tokens.length > deepest)
    return refuse(`nothing stands below ${writePointer(tokens.slice(0, deepest))}`);
  if (tokens.includes("**"))
    return refuse(
      "** means nothing here; * is any one member or element, and a pattern finds names at any depth",
    );
  return tokens;
}

function grow(): Growing {
  return { hides: false, members: new Map(), every: undefined };
}
