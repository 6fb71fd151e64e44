import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failureOf, jwtSettings, present } from "../../../test/gateway/authenticating.ts";
import { issue, Issuer, type IssuerKey, issuerKey } from "../../../test/gateway/issuer.ts";
import type { JwtSettings } from "../config/settings.ts";
import type { AuthenticationFailure, Principal } from "./principal.ts";

let issuer: Issuer;
let key: IssuerKey;

beforeAll(async () => {
  key = await issuerKey("first");
  issuer = await Issuer.start(key.jwk);
});

afterAll(() => issuer.stop());

async function presentWith(
  claims: Record<string, unknown>,
  more: Partial<JwtSettings> = { claims: { actor: "agent", tenant: "tenant", role: "role" } },
): Promise<Principal> {
  const token = await issue(key, { agent: "agent-7", ...claims });
  return present(jwtSettings({ url: issuer.url }, more), token);
}

const refusal = (
  claims: Record<string, unknown>,
  more?: Partial<JwtSettings>,
): Promise<AuthenticationFailure | undefined> => failureOf(presentWith(claims, more));

describe("the claims of a token", () => {
  it("say who acts, for which tenant, in which role", async () => {
    expect((await presentWith({})).identity).toStrictEqual({
      actor: "agent-7",
      environment: "production",
      tenant: "acme",
      userRole: "operator",
    });
  });

  it("are looked at only where the configuration names them", async () => {
    const { identity } = await presentWith({}, { claims: { actor: "sub" } });
    expect(identity).toStrictEqual({ actor: "user-1", environment: "production" });
  });

  it.each([
    ["missing", undefined],
    ["empty", ""],
    ["a number", 7],
    ["a list", ["agent-7"]],
    ["with a control character", "agent\n7"],
    ["with a character that nobody sees", "agent\u202E7"],
    ["with half a character", "agent\uD800"],
    ["very long", "a".repeat(2000)],
  ])("are refused where the actor is %s", async (_, agent) => {
    const failure = await refusal({ agent });
    expect(failure).toMatchObject({
      status: 401,
      challenge: expect.stringContaining("invalid_token"),
    });
    expect(failure?.message).not.toContain("\n");
    expect(failure?.message.length).toBeLessThan(300);
  });

  it("are refused where the subject, the tenant or the role is missing", async () => {
    expect(await refusal({ sub: undefined })).toMatchObject({ status: 401 });
    expect(await refusal({ tenant: undefined })).toMatchObject({ status: 401 });
    expect(await refusal({ role: undefined })).toMatchObject({ status: 401 });
  });

  it("are not what every object has", async () => {
    expect(await refusal({}, { claims: { actor: "constructor" } })).toMatchObject({ status: 401 });
  });

  it("make another principal of the same subject in another role", async () => {
    const one = await presentWith({});
    expect((await presentWith({ role: "reader" })).key).not.toBe(one.key);
  });
});

describe("the scopes of a token", () => {
  const scopes = ["mcp:tools", "mcp:write"];

  it.each([
    ["one is missing", "mcp:tools"],
    ["one is only the beginning of another", "mcp:tools mcp:writer"],
    ["there are none", undefined],
    ["they are no text", ["mcp:tools", "mcp:write"]],
  ])("are insufficient where %s, and it is said which are needed", async (_, scope) => {
    expect(await refusal({ scope }, { scopes })).toMatchObject({
      status: 403,
      challenge:
        'Bearer error="insufficient_scope", scope="mcp:tools mcp:write", resource_metadata="https://gateway.example/.well-known/oauth-protected-resource/mcp"',
    });
  });

  it("suffice in any order, with others beside them", async () => {
    const { identity } = await presentWith({ scope: "mcp:write openid mcp:tools" }, { scopes });
    expect(identity.actor).toBe("user-1");
  });
});
