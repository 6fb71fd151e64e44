import type { SourceNode } from "@capfence/core/source";
import { DEFAULT_ACTOR } from "./default-settings.ts";
import { given } from "./given.ts";
import { readBearers } from "./read-bearer.ts";
import { isUnchangeable } from "./loopback.ts";
import { storedTokenReader } from "./read-stored-token.ts";
import { Section } from "./section.ts";
import type { IdentitySettings, JwtSettings } from "./settings.ts";
import type { SettingsSource } from "./settings-source.ts";

/** Every key of `identity`. */
export const IDENTITY_KEYS: readonly string[] = [
  "actor",
  "environment",
  "tenant",
  "role",
  "bearer",
  "jwt",
  "capability_token",
  "capability_token_file",
  "holder_key",
];
/** Every key of `identity.jwt`. */
export const JWT_KEYS: readonly string[] = [
  "issuer",
  "audience",
  "jwks",
  "algorithms",
  "claims",
  "scopes",
  "clock_tolerance",
];
/** Every key of `identity.jwt.claims`. */
export const CLAIM_KEYS: readonly string[] = ["actor", "tenant", "role"];
/** Signatures that are made with a private key: a key that is published could otherwise sign. */
export const JWT_ALGORITHMS: readonly string[] =
  "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA".split(" ");

/** Reads `identity`, who stands behind connections. */
export function readIdentity(
  node: SourceNode | undefined,
  source: SettingsSource,
): IdentitySettings {
  const section = new Section(node, IDENTITY_KEYS, source);
  const environment = section.text("environment");
  const stored = storedTokenReader(section, source);
  return {
    actor: section.text("actor") ?? DEFAULT_ACTOR,
    ...given({
      environment,
      tenant: section.text("tenant"),
      role: section.text("role"),
      capabilityToken: stored(section),
      bearer: readBearers(section.at("bearer"), source, { environment, stored }),
      jwt: readJwt(section.at("jwt"), source),
    }),
  };
}

function readJwt(node: SourceNode | undefined, source: SettingsSource): JwtSettings | undefined {
  if (node === undefined) return undefined;
  const section = new Section(node, JWT_KEYS, source);
  if (section.node === undefined) return undefined;
  for (const key of ["issuer", "audience"])
    if (section.at(key) === undefined)
      source.report(
        node,
        `has no ${key}; without it tokens that are meant for others would be taken`,
      );
  if (section.at("jwks") === undefined)
    source.report(node, "has no jwks; without the issuer's keys no token can be checked");
  const [issuer, audience] = [section.text("issuer"), section.text("audience")];
  const jwks = readJwks(section, source);
  const algorithms = readAlgorithms(section, source);
  const claims = new Section(section.at("claims"), CLAIM_KEYS, source);
  const settings = {
    claims: {
      actor: claims.text("actor") ?? "sub",
      ...given({ tenant: claims.text("tenant"), role: claims.text("role") }),
    },
    scopes: readScopes(section, source),
    clockTolerance: section.duration("clock_tolerance", 0) ?? 5000,
  };
  if (issuer === undefined || audience === undefined || jwks === undefined) return undefined;
  return { issuer, audience, jwks, algorithms, ...settings };
}

function readJwks(section: Section, source: SettingsSource): JwtSettings["jwks"] | undefined {
  const text = section.text("jwks");
  if (text === undefined) return undefined;
  if (!/^[a-z][a-z0-9+.-]+:/i.test(text)) return { file: source.resolve(text) };
  const url = URL.parse(text);
  if (url !== null && isUnchangeable(url)) return { url: text };
  return source.report(
    section.at("jwks") as SourceNode,
    "is neither an https:// URL nor a file; keys that came over plain http could be anybody's",
  );
}

function readScopes(section: Section, source: SettingsSource): readonly string[] {
  const node = section.at("scopes");
  const scopes = section.texts("scopes") ?? [];
  for (const [index, scope] of scopes.entries())
    if (!/^[!#-[\]-~]+$/.test(scope))
      source.report(
        node?.items[index] ?? (node as SourceNode),
        `${JSON.stringify(scope)} is not a scope; list each by itself, without spaces, quotes or \\`,
      );
  return scopes;
}

function readAlgorithms(section: Section, source: SettingsSource): readonly string[] {
  const names = section.texts("algorithms");
  if (names?.length === 0)
    source.report(
      section.at("algorithms") as SourceNode,
      "the list is empty, so no token would do",
    );
  const node = section.at("algorithms");
  for (const [index, name] of names?.entries() ?? [])
    if (!JWT_ALGORITHMS.includes(name))
      source.report(
        node?.items[index] ?? (node as SourceNode),
        `"${name}" is not one of ${JWT_ALGORITHMS.join(", ")}`,
      );
  return names ?? JWT_ALGORITHMS;
}
