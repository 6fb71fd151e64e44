import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { BASE_URL, failureOf, jwtSettings, present } from "../../../test/gateway/authenticating.ts";
import { issue, Issuer, issuerKey } from "../../../test/gateway/issuer.ts";
import type { BearerSettings, IdentitySettings } from "../config/settings.ts";
import { authenticatorFor } from "./authenticator-for.ts";

const given = (token: string, more: Partial<BearerSettings> = {}): BearerSettings => ({
  sha256: createHash("sha256").update(token).digest("hex"),
  actor: "ci-agent",
  ...more,
});

const settings: IdentitySettings = {
  actor: "nobody",
  environment: "staging",
  tenant: "everyone",
  role: "admin",
  bearer: [given("one-token"), given("other-token", { actor: "ops-agent", environment: "lab" })],
};

async function authenticate(
  asked: IdentitySettings,
  headers: Record<string, string>,
): Promise<unknown> {
  return (await authenticatorFor(asked, BASE_URL)).authenticate(headers);
}

describe("where nothing is asked of connections", () => {
  const { bearer: _, ...open } = settings;

  it("everyone is the configured actor, whatever they send", async () => {
    const identity = {
      actor: "nobody",
      environment: "staging",
      tenant: "everyone",
      userRole: "admin",
    };
    const everyone = { key: `static:${JSON.stringify(identity)}`, identity };
    expect(await authenticate(open, {})).toStrictEqual(everyone);
    expect(await authenticate(open, { authorization: "Bearer x" })).toStrictEqual(everyone);
  });

  it("the actor must be text that records can hold", async () => {
    await expect(authenticate({ actor: "a\u0000b" }, {})).rejects.toThrow("actor");
  });
});

describe("a token that the operator has given out", () => {
  it("says who acts; tenant and role are never those of someone else", async () => {
    expect(await present(settings, "one-token")).toMatchObject({
      identity: { actor: "ci-agent", environment: "staging" },
    });
    const { identity } = await present(settings, "other-token");
    expect(identity).toStrictEqual({ actor: "ops-agent", environment: "lab" });
  });

  it.each(["bearer", "BEARER", "Bearer", "bEARER  "])("may stand after %j", async (scheme) => {
    await expect(
      authenticate(settings, { authorization: `${scheme} one-token` }),
    ).resolves.toMatchObject({ identity: { actor: "ci-agent" } });
  });

  it("can be replaced by another of the same actor, in the same role only", async () => {
    const bearer = [given("old"), given("new"), given("reader", { role: "reader" })];
    const [old, fresh, reader] = await Promise.all(
      ["old", "new", "reader"].map((token) => present({ ...settings, bearer }, token)),
    );
    expect(fresh?.key).toBe(old?.key);
    expect(reader?.key).not.toBe(old?.key);
  });

  it("is refused when it is not known, also where none is", async () => {
    for (const bearer of [settings.bearer ?? [], []]) {
      // oxlint-disable-next-line no-await-in-loop
      const failure = await failureOf(present({ ...settings, bearer }, "one-toke"));
      expect(failure).toMatchObject({ status: 401, challenge: 'Bearer error="invalid_token"' });
    }
  });

  it.each([
    "Bearer",
    "Bearer ",
    "Bearer one-token, Bearer one-token",
    "Bearer one-token,Bearer one-token",
    "Bearer one-token other-token",
    "Bearer one token",
    "Bearer one-token\u0000",
    "Bearer =one-token",
  ])("is refused where the header could be read in two ways: %j", async (authorization) => {
    const failure = await failureOf(authenticate(settings, { authorization }));
    expect(failure).toMatchObject({ status: 400, challenge: 'Bearer error="invalid_request"' });
  });

  it.each([undefined, "Basic b25lLXRva2Vu", "one-token", ""])(
    "is asked for where there is none: %j",
    async (authorization) => {
      const headers = authorization === undefined ? {} : { authorization };
      const failure = await failureOf(authenticate(settings, headers));
      expect(failure).toMatchObject({ status: 401, challenge: "Bearer" });
    },
  );

  it.each(["", "abc", "g".repeat(64)])("is configured by its digest, not %j", async (sha256) => {
    const bearer = [{ sha256, actor: "a" }];
    await expect(authenticatorFor({ actor: "a", bearer }, BASE_URL)).rejects.toThrow("SHA-256");
  });
});

describe("where both kinds of token are taken", () => {
  it("those of the operator are looked at first, and need no keys", async () => {
    const key = await issuerKey("first");
    const issuer = await Issuer.start(key.jwk);
    const both = { ...settings, ...jwtSettings({ url: issuer.url }, { scopes: ["a"] }) };
    expect(await present(both, "one-token")).toMatchObject({ identity: { actor: "ci-agent" } });
    expect(issuer.fetches).toBe(0);
    const issued = await present(both, await issue(key, { scope: "a" }));
    expect(issued).toMatchObject({ identity: { actor: "user-1" } });
    expect(await failureOf(present(both, "no-token"))).toMatchObject({ status: 401 });
    expect(await failureOf(authenticate(both, {}))).toMatchObject({
      status: 401,
      challenge:
        'Bearer scope="a", resource_metadata="https://gateway.example/.well-known/oauth-protected-resource/mcp"',
    });
    await issuer.stop();
  });
});
