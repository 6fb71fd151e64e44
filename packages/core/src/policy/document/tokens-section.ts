import { readFact } from "../../action/context.ts";
import { ConfigurationError } from "../../errors.ts";
import type { TokenSettings } from "../token-settings.ts";
import type { PolicyDocument } from "./document.ts";
import { readPublicKeys } from "./public-keys.ts";
import {
  childOf,
  entryOf,
  keyOf,
  type PolicySource,
  type SourceEntry,
  type SourceNode,
  reportUnknownKeys,
} from "./source.ts";
import {
  describe,
  isList,
  isMapping,
  readBoolean,
  readText,
  readWholeNumber,
} from "./source-values.ts";

/** Every key of `tokens:`. */
export const TOKEN_KEYS: readonly string[] = [
  "issuers",
  "audience",
  "required",
  "bearer",
  "longest",
];

const DEFAULT_LONGEST = 3600;
const ISSUERS = {
  none: "the list is empty, so no token could count; list the public keys of those who issue tokens",
  once: "list each key once",
};

/** Reads `tokens:`, whose capability tokens count: of the file itself, or of the one file it extends that says so. */
export function readTokens(
  root: SourceNode,
  parents: readonly PolicyDocument[],
  source: PolicySource,
): TokenSettings | undefined {
  const inherited = new Set(
    parents.map(({ tokens }) => tokens).filter((tokens) => tokens !== undefined),
  );
  const [first, second] = inherited;
  const entry = entryOf(root, "tokens");
  // Of two, neither would be what its author meant: a token would have to be for both, or be good for either.
  if (first !== undefined && entry !== undefined)
    source.report(keyOf(entry), `is also in ${placeOf(first)}; ${ONE_FILE}`);
  if (first !== undefined && second !== undefined)
    source.report(
      { ...(entryOf(root, "extends") ?? root), key: "tokens" },
      `is in both ${placeOf(first)} and ${placeOf(second)}; ${ONE_FILE}`,
    );
  return entry === undefined ? first : readSettings(entry, source);
}

const ONE_FILE = "one file alone may say whose tokens count, so keep one of the two";

function placeOf({ file, line }: TokenSettings): string {
  return `${file}:${line}`;
}

function readSettings(
  { node, line }: SourceEntry,
  source: PolicySource,
): TokenSettings | undefined {
  const problem = (at: SourceNode, message: string): undefined => source.report(at, message);
  if (!isMapping(node))
    return problem(node, `expected a mapping with issuers and audience, got ${describe(node)}`);
  reportUnknownKeys(node, TOKEN_KEYS, source);
  const listed = childOf(node, "issuers");
  const issuers =
    listed === undefined
      ? problem(node, "there are no issuers; list the public keys of those who issue tokens")
      : readPublicKeys(listed, source, ISSUERS);
  // What a token says of its issuer is a fact of the call.
  for (const [index, { name }] of issuers?.entries() ?? []) {
    const item = listed !== undefined && isList(listed) ? listed.items[index] : listed;
    readName(name, "the name of an issuer", item ?? node, source);
  }
  const named = childOf(node, "audience");
  const text =
    named === undefined
      ? problem(node, "there is no audience; name this gate, as tokens that are for it name it")
      : readText(named, problem);
  const audience = text && readName(text, "audience", named ?? node, source);
  const flag = (key: string): boolean | undefined => {
    const given = childOf(node, key);
    return given === undefined ? false : readBoolean(given, problem);
  };
  const required = flag("required");
  const bearer = flag("bearer");
  const given = childOf(node, "longest");
  const longestSeconds = given === undefined ? DEFAULT_LONGEST : readWholeNumber(given, 1, problem);
  if (issuers === undefined || audience === undefined || longestSeconds === undefined)
    return undefined;
  if (required === undefined || bearer === undefined) return undefined;
  const { file } = source;
  return Object.freeze({
    issuers,
    audience,
    required,
    bearer,
    longestSeconds,
    file,
    line,
  });
}

/** A name that blocks of tokens and facts of calls can carry. */
function readName(
  name: string,
  called: string,
  node: SourceNode,
  source: PolicySource,
): string | undefined {
  try {
    return readFact(called, name);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return source.report(node, error.message);
  }
}
