import { readFile } from "node:fs/promises";
import { ConfigurationError } from "@capfence/core";
import { createLocalJWKSet, createRemoteJWKSet, customFetch, type JWTVerifyGetKey } from "jose";
import { isUnchangeable } from "../config/loopback.ts";
import type { JwtSettings } from "../config/settings.ts";

/** How long nothing is fetched after it failed, in milliseconds: whoever sends tokens must not decide how often. */
const COOLDOWN = 5000;

/** The keys of an authorization server: of a file now, of a URL when one is needed. Throws `ConfigurationError`. */
export async function keySource(jwks: JwtSettings["jwks"]): Promise<JWTVerifyGetKey> {
  return "file" in jwks ? keysInFile(jwks.file) : keysAt(jwks.url);
}

async function keysInFile(file: string): Promise<JWTVerifyGetKey> {
  try {
    return createLocalJWKSet(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    throw new ConfigurationError(`cannot read keys from "${file}"; it must be a JSON Web Key Set`, {
      cause,
    });
  }
}

function keysAt(address: string): JWTVerifyGetKey {
  const url = URL.parse(address);
  if (url === null || !isUnchangeable(url))
    throw new ConfigurationError(
      `keys must be fetched from an https URL, got "${address}": whoever can change them can be anyone`,
    );
  return createRemoteJWKSet(url, { timeoutDuration: 5000, [customFetch]: coolingFetch() });
}

/** Fetches, but for a while after it has failed fails the same way at once. */
function coolingFetch(): typeof fetch {
  let failure: { readonly error: unknown; readonly until: number } | undefined;
  return async (...request) => {
    if (failure !== undefined && Date.now() < failure.until) throw failure.error;
    try {
      const response = await fetch(...request);
      if (response.status !== 200) throw new Error(`answered with status ${response.status}`);
      failure = undefined;
      return response;
    } catch (error) {
      failure = { error, until: Date.now() + COOLDOWN };
      throw error;
    }
  };
}
