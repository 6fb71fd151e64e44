import { describe, expect, it } from "vitest";
import { blocksIn, TokenDesk } from "../../test/token-desk.ts";

async function handedOn(desk: TokenDesk): Promise<string> {
  const token = await desk.minted("shop", "--audience", "desk", "--capability", "payments.*");
  return desk.made(
    "attenuate",
    token,
    "--limit",
    "amount_lte=20",
    "--limit",
    "max_calls={count: 3}",
    "--agent",
    "helper",
    "--ttl",
    "60",
    "--key",
    desk.keyOf("shop"),
    "--holder",
    desk.holders["helper"] ?? "",
  );
}

describe("capfence token inspect", () => {
  it("shows each block below the one that it narrows, and says that nothing is verified", async () => {
    const desk = await TokenDesk.open("shop", "helper");
    const token = await handedOn(desk);
    const [first, second] = blocksIn(token);
    const key = (name: string): string => desk.holders[name]?.split("+").slice(2).join("+") ?? "";
    const { code, output, errors } = await desk.run("token", "inspect", token);
    expect([code, errors]).toEqual([0, ""]);
    expect(output).toBe(`${first?.id}
  issuer        ${desk.issuer.split("+").slice(0, 2).join("+")}
  issued to     shop
  tools         pay
  capabilities  payments.*
  condition     amount_lte: 50
  audience      desk
  made          2026-01-31 12:00:00
  expires       2026-01-31 12:05:00 (in 5m)
  held by       the key …+${key("shop")}
└─ ${second?.id}
     handed to  helper
     condition  amount_lte: 20
     budget     max_calls: {"count":3}
     made       2026-01-31 12:00:00
     expires    2026-01-31 12:01:00 (in 60s)
     held by    the key …+${key("helper")}
ends 2026-01-31 12:01:00 (in 60s)
bound: every call takes a proof by its holder's key
not verified: anybody can write such a text, and no signature was checked; --policy FILE checks them as its gate does
`);
  });

  it("says what is over, and who can use a token that was not bound", async () => {
    const desk = await TokenDesk.open("shop");
    const bearer = await desk.minted();
    const since = await desk.made("attenuate", bearer, "--holder", desk.holders["shop"] ?? "");
    desk.now += 300_000;
    const { output } = await desk.run("token", "inspect", bearer);
    expect(output).toContain("ends 2026-01-31 12:05:00 (over)");
    expect(output).toContain("bearer: whoever sees its text can use it");
    expect(output).not.toContain(bearer.split(".").at(-1));
    expect((await desk.run("token", "inspect", since)).output).toContain("made of a bearer token");
  });

  it("verifies it as a gate does, where a policy names that", async () => {
    const desk = await TokenDesk.open("shop", "helper");
    const token = await handedOn(desk);
    const good = await desk.run("token", "inspect", token, "--policy", desk.policy);
    expect([good.code, good.output]).toEqual([0, expect.stringContaining('"desk" takes it')]);
    desk.now += 60_000;
    const over = await desk.run("token", "inspect", token, "--policy", desk.policy);
    expect([over.code, over.output]).toEqual([1, expect.stringContaining("DENIED: token_expired")]);
    const none = desk.file("none.yaml", "allow: [payments.refund]");
    const without = await desk.run("token", "inspect", token, "--policy", none);
    expect([without.code, without.output]).toEqual([
      1,
      expect.stringContaining("the policy has no tokens:"),
    ]);
  });

  it("prints it as JSON, with times as dates and without the key of a bearer token", async () => {
    const desk = await TokenDesk.open();
    const token = await desk.minted();
    const { output } = await desk.run("token", "inspect", token, "--json");
    expect(JSON.parse(output)).toMatchObject({
      holding: "bearer",
      expires: "2026-01-31T12:05:00.000Z",
      blocks: [{ actor: "shop", tools: ["pay"], issued: "2026-01-31T12:00:00.000Z" }],
      verified: false,
    });
    expect(output).not.toContain(token.split(".").at(-1));
    const verified = async (): Promise<unknown> => {
      const options = ["--json", "--policy", desk.policy];
      const { output: text } = await desk.run("token", "inspect", token, ...options);
      return (JSON.parse(text) as { readonly verified: unknown }).verified;
    };
    expect(await verified()).toMatchObject({ reason: "token_invalid" });
    desk.file("policy.yaml", desk.policyText(", bearer: true"));
    expect(await verified()).toBe(true);
  });

  it("spells out what could act on a terminal", async () => {
    const desk = await TokenDesk.open();
    const token = await desk.made(
      "mint",
      "--ttl",
      "5m",
      "--tool",
      "pay",
      "--conditions",
      'args: { /to: "a\\u001b[2J\\u202e" }',
    );
    const { output } = await desk.run("token", "inspect", token);
    expect(output).toContain("a\\u001b[2J\\u202e");
    // oxlint-disable-next-line no-control-regex -- they are what must not be there
    expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  it("refuses what is no token, and does not repeat it", async () => {
    const desk = await TokenDesk.open();
    const token = await desk.minted();
    const { code, output, errors } = await desk.run("token", "inspect", `${token}x`);
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain("this is not a capability token");
    expect(errors).not.toContain(token.slice(20, 60));
  });
});
