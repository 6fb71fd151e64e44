import { hash } from "node:crypto";
import { describe, isList, type SourceNode } from "@capfence/core/source";
import { given } from "./given.ts";
import type { StoredTokenReader } from "./read-stored-token.ts";
import { Section } from "./section.ts";
import type { BearerSettings } from "./settings.ts";
import type { SettingsSource } from "./settings-source.ts";

/** Every key of an entry of `identity.bearer`. */
export const BEARER_KEYS: readonly string[] = [
  "token",
  "sha256",
  "actor",
  "environment",
  "tenant",
  "role",
  "capability_token",
  "capability_token_file",
];

/** What entries have in common. */
interface Common {
  /** Where calls take effect of which an entry does not say it. */
  readonly environment: string | undefined;
  readonly stored: StoredTokenReader;
}

/** Reads `identity.bearer`, the tokens that were given out; of each only its hash is kept. */
export function readBearers(
  node: SourceNode | undefined,
  source: SettingsSource,
  common: Common,
): readonly BearerSettings[] | undefined {
  if (node === undefined) return undefined;
  if (!isList(node) || node.items.length === 0)
    return source.report(
      node,
      `expected a list of tokens such as [{ token: "\${AGENT_TOKEN}", actor: bot }], got ${isList(node) ? "an empty one" : typeof node.value === "string" ? "text" : describe(node)}`,
    );
  const known = new Map<string, string>();
  const callers = new Map<string, Caller>();
  return node.items.flatMap((item) => {
    const bearer = readBearer(item, source, common);
    if (bearer === undefined) return [];
    const other = known.get(bearer.sha256);
    if (other !== undefined)
      source.report(item, `has the same token as ${other}; one token is one actor`);
    known.set(bearer.sha256, item.key);
    const caller = callerOf(bearer, common.environment);
    const same = callers.get(caller) ?? { key: item.key, text: bearer.capabilityToken?.text };
    if (same.text !== bearer.capabilityToken?.text)
      source.report(
        item,
        `is the same caller as ${same.key}, but not with the same capability token; give both the same`,
      );
    callers.set(caller, same);
    return [bearer];
  });
}

/** The first entry of a caller, and the text of the capability token that it names. */
interface Caller {
  readonly key: string;
  readonly text: string | undefined;
}

/** Tells callers apart as the gateway does, for which entries of one caller are one. */
function callerOf(
  { actor, environment, tenant, role }: BearerSettings,
  common: string | undefined,
): string {
  return JSON.stringify([actor, environment ?? common, tenant, role]);
}

function readBearer(
  node: SourceNode,
  source: SettingsSource,
  { stored }: Common,
): BearerSettings | undefined {
  const section = new Section(node, BEARER_KEYS, source);
  if (section.node === undefined) return undefined;
  const actor = section.text("actor");
  if (section.at("actor") === undefined)
    source.report(node, "has no actor; say who acts with the token");
  const sha256 = readToken(section, source);
  const facts = given({
    environment: section.text("environment"),
    tenant: section.text("tenant"),
    role: section.text("role"),
    capabilityToken: stored(section),
  });
  return actor === undefined || sha256 === undefined ? undefined : { sha256, actor, ...facts };
}

/** SHA-256 of the token, which is written as it is or as its hash. */
function readToken(section: Section, source: SettingsSource): string | undefined {
  const node = section.node as SourceNode;
  const [tokenNode, hashNode] = [section.at("token"), section.at("sha256")];
  if ((tokenNode === undefined) === (hashNode === undefined))
    return source.report(
      node,
      `has ${tokenNode ? "both token and" : "neither token nor"} sha256; it needs one of them`,
    );
  if (hashNode !== undefined) {
    if (/^[0-9a-f]{64}$/.test(hashNode.text)) return hashNode.text;
    return source.report(
      hashNode,
      "is not the SHA-256 of a token: 64 digits of 0-9 and a-f, in quotes",
    );
  }
  const token = section.secret("token");
  if (token === undefined) return undefined;
  const at = tokenNode as SourceNode;
  if (!/^[A-Za-z0-9._~+/-]+=*$/.test(token))
    return source.report(
      at,
      "has a character that no bearer token can have; use A-Z, a-z, 0-9 and - . _ ~ + /",
    );
  if (token.length < 16)
    return source.report(
      at,
      "is shorter than 16 characters, so that it could be guessed; make one with openssl rand -hex 32",
    );
  return hash("sha256", token, "hex");
}
