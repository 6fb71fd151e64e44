import { createPublicKey } from "node:crypto";
import { exportSPKI, importJWK, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failureOf, jwtSettings, present } from "../../../test/gateway/authenticating.ts";
import {
  goodClaims,
  issue,
  Issuer,
  type IssuerKey,
  issuerKey,
} from "../../../test/gateway/issuer.ts";
import type { IdentitySettings } from "../config/settings.ts";
import type { AuthenticationFailure } from "./principal.ts";

let issuer: Issuer;
let key: IssuerKey;
let settings: IdentitySettings;

const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;

beforeAll(async () => {
  key = await issuerKey("first");
  issuer = await Issuer.start(key.jwk);
  settings = jwtSettings({ url: issuer.url });
});

afterAll(() => issuer.stop());

/** How a token is refused for what it is. */
const INVALID = {
  status: 401,
  challenge:
    'Bearer error="invalid_token", resource_metadata="https://gateway.example/.well-known/oauth-protected-resource/mcp"',
};

const refusal = (token: string): Promise<AuthenticationFailure | undefined> =>
  failureOf(present(settings, token));

const REFUSED = expect.objectContaining(INVALID);

describe("a token of an authorization server", () => {
  it("says who acts, until it ends", async () => {
    const exp = seconds(60);
    const principal = await present(settings, await issue(key, { exp }));
    expect(principal).toMatchObject({
      identity: { actor: "user-1", environment: "production" },
      expiresAt: exp * 1000 + 5000,
    });
    expect(principal.key).toContain("https://issuer.example");
  });

  it.each(["RS256", "PS256", "EdDSA"])("may be signed with %s", async (alg) => {
    const other = await issuerKey(alg, alg);
    issuer.published = [key.jwk, other.jwk];
    const fresh = jwtSettings({ url: issuer.url });
    await expect(present(fresh, await issue(other))).resolves.toMatchObject({
      identity: { actor: "user-1" },
    });
    issuer.published = [key.jwk];
  });

  it("is taken within the tolerance of clocks, and not beyond", async () => {
    expect(await refusal(await issue(key, { exp: seconds(-2) }))).toBeUndefined();
    expect(await refusal(await issue(key, { nbf: seconds(2) }))).toBeUndefined();
    expect(await refusal(await issue(key, { exp: seconds(-8) }))).toEqual(REFUSED);
    expect(await refusal(await issue(key, { nbf: seconds(60) }))).toEqual(REFUSED);
  });

  it.each([
    ["audience", { aud: "https://other.example/mcp" }],
    ["issuer", { iss: "https://issuer.example/" }],
    ["end", { exp: undefined }],
    ["subject", { sub: undefined }],
  ])("is refused with another %s, or none", async (_, claims: Record<string, unknown>) => {
    expect(await refusal(await issue(key, claims))).toEqual(REFUSED);
  });

  it("is refused without a signature", async () => {
    expect(await refusal(new UnsecuredJWT(goodClaims()).encode())).toEqual(REFUSED);
    const [head, payload] = (await issue(key)).split(".");
    expect(await refusal(`${head}.${payload}.`)).toEqual(REFUSED);
    expect(await refusal(`${head}.${payload}`)).toEqual(REFUSED);
  });

  it("is refused where the public key was used as a secret", async () => {
    const publicKey = createPublicKey({ key: key.jwk, format: "jwk" });
    const pem = publicKey.export({ type: "spki", format: "pem" });
    expect(pem.toString().trim()).toBe(await exportSPKI((await importJWK(key.jwk)) as never));
    const forged = await new SignJWT(goodClaims())
      .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: "first" })
      .sign(Buffer.from(pem));
    expect(await refusal(forged)).toEqual(REFUSED);
  });

  it("is refused when anything in it was changed", async () => {
    const [head, , signature] = (await issue(key)).split(".");
    const other = Buffer.from(JSON.stringify({ ...goodClaims(), sub: "root" }));
    expect(await refusal(`${head}.${other.toString("base64url")}.${signature}`)).toEqual(REFUSED);
  });

  it("is refused when another key signed it under the name of a published one", async () => {
    expect(await refusal(await issue(await issuerKey("first")))).toEqual(REFUSED);
  });

  it("is refused when it brings its own key, or says where that is", async () => {
    const own = await issuerKey("first");
    expect(await refusal(await issue(own, {}, { jwk: own.jwk, jku: issuer.url }))).toEqual(REFUSED);
  });

  it.each(["id+jwt", "logout+jwt", "dpop+jwt", "secevent+jwt"])(
    "is refused when it is of another kind: %s",
    async (typ) => {
      expect(await refusal(await issue(key, {}, { typ }))).toEqual(REFUSED);
    },
  );

  it("need not say of which kind it is", async () => {
    expect(await refusal(await issue(key, {}, { typ: "JWT" }))).toBeUndefined();
    const bare = new SignJWT(goodClaims()).setProtectedHeader({ alg: "ES256", kid: "first" });
    expect(await refusal(await bare.sign(key.privateKey))).toBeUndefined();
  });

  it("is refused unread when it is of an unreasonable size", async () => {
    const failure = await failureOf(present(settings, "a".repeat(1_000_000)));
    expect(failure).toMatchObject({ status: 400, challenge: 'Bearer error="invalid_request"' });
    expect(failure?.message.length).toBeLessThan(200);
  });

  it("is never part of what tells principals apart", async () => {
    const one = await present(settings, await issue(key, { jti: "1" }));
    const two = await present(settings, await issue(key, { jti: "2", exp: seconds(900) }));
    expect(two.key).toBe(one.key);
    const others = [{ sub: "user-2" }, { client_id: "client-2" }, { client_id: undefined }];
    for (const claims of others) {
      // oxlint-disable-next-line no-await-in-loop
      const other = await present(settings, await issue(key, claims));
      expect(other.key).not.toBe(one.key);
    }
  });
});

describe("algorithms", () => {
  it.each(["HS256", "none", "RSA-OAEP", ""])("are asymmetric ones, not %j", async (algorithm) => {
    const weak = jwtSettings({ url: issuer.url }, { algorithms: ["ES256", algorithm] });
    await expect(present(weak, "a.b.c")).rejects.toThrow("algorithms must be asymmetric");
  });

  it("that the configuration leaves out are refused", async () => {
    const narrow = jwtSettings({ url: issuer.url }, { algorithms: ["RS256"] });
    const failure = await failureOf(present(narrow, await issue(key)));
    expect(failure).toMatchObject({ status: 401 });
  });
});
