import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from "jose";

/** A pair of keys, of which the public one is published. */
export interface IssuerKey {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** A pair of keys for an algorithm. */
export async function issuerKey(kid: string, alg = "ES256", more: JWK = {}): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: "sig", ...more } };
}

/** An authorization server on the loopback, as far as whoever checks its tokens can see. */
export class Issuer {
  readonly issuer = "https://issuer.example";
  readonly #server: Server;
  /** What it publishes. */
  published: readonly JWK[];
  /** How it answers in place of its keys. */
  instead: ((response: ServerResponse) => void) | undefined;
  /** How often its keys were asked for. */
  fetches = 0;

  private constructor(published: readonly JWK[]) {
    this.published = published;
    this.#server = createServer((_, response) => {
      this.fetches += 1;
      if (this.instead !== undefined) this.instead(response);
      else response.end(JSON.stringify({ keys: this.published }));
    });
  }

  static async start(...published: readonly JWK[]): Promise<Issuer> {
    const issuer = new Issuer(published);
    issuer.#server.listen(0, "127.0.0.1");
    await once(issuer.#server, "listening");
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/jwks`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}

/** The claims of a token that is good for `https://gateway.example/mcp`. */
export function goodClaims(): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: "https://issuer.example",
    aud: "https://gateway.example/mcp",
    sub: "user-1",
    client_id: "client-1",
    iat: now,
    exp: now + 300,
    scope: "mcp:tools profile",
    tenant: "acme",
    role: "operator",
  };
}

/** A token. */
export function issue(
  key: IssuerKey,
  claims: JWTPayload = {},
  header: Partial<JWTHeaderParameters> = {},
): Promise<string> {
  const { kid, alg = "ES256" } = key.jwk;
  const protectedHeader = { alg, typ: "at+jwt", ...(kid === undefined ? {} : { kid }), ...header };
  return new SignJWT({ ...goodClaims(), ...claims })
    .setProtectedHeader(protectedHeader)
    .sign(key.privateKey);
}
