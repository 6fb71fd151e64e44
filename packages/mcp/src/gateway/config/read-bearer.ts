import { hash } from "node:crypto";
import { describe, isList, type SourceNode } from "@capfence/core/source";
import { given } from "./given.ts";
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
];

/** Reads `identity.bearer`, the tokens that were given out; of each only its hash is kept. */
export function readBearers(
  node: SourceNode | undefined,
  source: SettingsSource,
): readonly BearerSettings[] | undefined {
  if (node === undefined) return undefined;
  if (!isList(node) || node.items.length === 0)
    return source.report(
      node,
      `expected a list of tokens such as [{ token: "\${AGENT_TOKEN}", actor: bot }], got ${isList(node) ? "an empty one" : typeof node.value === "string" ? "text" : describe(node)}`,
    );
  const known = new Map<string, string>();
  return node.items.flatMap((item) => {
    const bearer = readBearer(item, source);
    if (bearer === undefined) return [];
    const other = known.get(bearer.sha256);
    if (other !== undefined)
      source.report(item, `has the same token as ${other}; one token is one actor`);
    known.set(bearer.sha256, item.key);
    return [bearer];
  });
}

function readBearer(node: SourceNode, source: SettingsSource): BearerSettings | undefined {
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
