import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  BASE_URL,
  failureOf,
  jwtSettings,
  present,
  presentTo,
} from "../../../test/gateway/authenticating.ts";
import { issue, Issuer, type IssuerKey, issuerKey } from "../../../test/gateway/issuer.ts";
import { authenticatorFor } from "./authenticator-for.ts";
import type { Authenticator } from "./principal.ts";

let issuer: Issuer;
let key: IssuerKey;
let authenticator: Authenticator;

beforeEach(async () => {
  key = await issuerKey("first");
  issuer = await Issuer.start(key.jwk);
  authenticator = await authenticatorFor(jwtSettings({ url: issuer.url }), BASE_URL);
});

afterEach(async () => {
  vi.useRealTimers();
  await issuer.stop();
});

function later(milliseconds: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + milliseconds });
}

const statusOf = async (token: string): Promise<number | undefined> =>
  (await failureOf(presentTo(authenticator, token)))?.status;

describe("keys that are fetched", () => {
  it("are fetched when the first token comes, and kept", async () => {
    expect(issuer.fetches).toBe(0);
    const tokens = await Promise.all([1, 2, 3].map(() => issue(key)));
    await Promise.all(tokens.map((token) => presentTo(authenticator, token)));
    expect(issuer.fetches).toBe(1);
  });

  it("are fetched again for a key that is not known, but only once in a while", async () => {
    await presentTo(authenticator, await issue(key));
    const next = await issuerKey("next");
    issuer.published = [next.jwk];
    const token = await issue(next, { exp: Math.floor(Date.now() / 1000) + 3600 });
    expect(await statusOf(token)).toBe(401);
    expect(issuer.fetches).toBe(1);
    later(31_000);
    expect(await statusOf(token)).toBeUndefined();
    expect(issuer.fetches).toBe(2);
    expect(await statusOf(await issue(key))).toBe(401);
    expect(issuer.fetches).toBe(2);
  });

  it("are for signatures alone", async () => {
    const sealing = await issuerKey("sealing", "ES256", { use: "enc" });
    const wrapping = await issuerKey("wrapping", "ES256", { key_ops: ["wrapKey"] });
    issuer.published = [sealing.jwk, wrapping.jwk];
    expect(await statusOf(await issue(sealing))).toBe(401);
    expect(await statusOf(await issue(wrapping))).toBe(401);
  });

  it("hold no secrets that anyone could sign with", async () => {
    issuer.published = [
      { kty: "oct", kid: "first", k: Buffer.from("secret").toString("base64url") },
    ];
    expect(await statusOf(await issue(key))).toBe(401);
  });

  it.each([
    ["fails", 500, ""],
    ["points elsewhere", 302, ""],
    ["sends no keys", 200, "{}"],
    ["sends no JSON", 200, "<html>"],
  ])("let nobody in where the server %s, and blame no token", async (_, status, body) => {
    issuer.instead = (response) => {
      response.writeHead(status, { location: "http://127.0.0.1:1/" }).end(body);
    };
    expect(await failureOf(presentTo(authenticator, await issue(key)))).toMatchObject({
      status: 503,
      challenge: undefined,
      message: "tokens cannot be checked now",
    });
  });

  it("are not asked for again at once where that failed, and are a while later", async () => {
    issuer.instead = (response) => void response.writeHead(500).end();
    const token = await issue(key);
    expect(await statusOf(token)).toBe(503);
    issuer.instead = undefined;
    expect(await statusOf(token)).toBe(503);
    expect(issuer.fetches).toBe(1);
    later(5001);
    expect(await statusOf(token)).toBeUndefined();
  });

  it("come from where nobody can change them on the way", async () => {
    for (const url of ["http://keys.example/jwks", "file:///etc/keys", "keys"])
      // oxlint-disable-next-line no-await-in-loop
      await expect(authenticatorFor(jwtSettings({ url }), BASE_URL)).rejects.toThrow("https URL");
  });

  it.each(["127.0.0.1", "127.0.0.2", "[::1]", "localhost"])(
    "may come from %s over plain http, which is this machine",
    async (host) => {
      const url = `http://${host}/jwks`;
      await expect(authenticatorFor(jwtSettings({ url }), BASE_URL)).resolves.toBeDefined();
    },
  );
});

describe("keys in a file", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "keys-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("are those of the server", async () => {
    const file = join(folder, "jwks.json");
    await writeFile(file, JSON.stringify({ keys: [key.jwk] }));
    const { identity } = await present(jwtSettings({ file }), await issue(key));
    expect(identity.actor).toBe("user-1");
    expect(issuer.fetches).toBe(0);
  });

  it.each([undefined, "{", '{"keys":{}}'])("must be there, and be keys: %j", async (text) => {
    const file = join(folder, "jwks.json");
    if (text !== undefined) await writeFile(file, text);
    await expect(authenticatorFor(jwtSettings({ file }), BASE_URL)).rejects.toThrow(
      `cannot read keys from "${file}"; it must be a JSON Web Key Set`,
    );
  });
});
