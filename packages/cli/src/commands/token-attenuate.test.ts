import { afterEach, describe, expect, it, vi } from "vitest";
import { blocksIn, TokenDesk } from "../../test/token-desk.ts";

afterEach(() => vi.unstubAllEnvs());

const LESS = ["--limit", "amount_lte=20"];

describe("capfence token attenuate", () => {
  it("makes a narrower token of a bearer token, without any key", async () => {
    const desk = await TokenDesk.open();
    const token = await desk.minted();
    const { code, output, errors } = await desk.run("token", "attenuate", token, ...LESS);
    expect([code, errors]).toEqual([0, expect.stringContaining("this is a bearer token")]);
    const [first, second] = blocksIn(output.trim());
    expect(first).toEqual(blocksIn(token)[0]);
    expect(second).toMatchObject({ conditions: { amount_lte: 20 }, issued: desk.now });
    expect(output).not.toContain(token.split(".").at(-1));
  });

  it("takes the holder's key where the token is bound, and hands it on to another", async () => {
    const desk = await TokenDesk.open("shop", "helper");
    const token = await desk.minted("shop");
    const narrower = await desk.made(
      "attenuate",
      token,
      ...LESS,
      "--agent",
      "helper",
      "--key",
      desk.keyOf("shop"),
      "--holder",
      desk.holders["helper"] ?? "",
    );
    const proof = await desk.proof(narrower, "helper", { amount: 20 });
    expect(await desk.call(narrower, proof, { amount: 20 }, "helper")).toBe("policy_allow");
    const more = await desk.proof(narrower, "helper", { amount: 21 });
    expect(await desk.call(narrower, more, { amount: 21 }, "helper")).toBe("token_scope");
  });

  it("warns where one that is bound was made of a bearer token", async () => {
    const desk = await TokenDesk.open("shop");
    const { errors } = await desk.run(
      "token",
      "attenuate",
      await desk.minted(),
      "--holder",
      desk.holders["shop"] ?? "",
    );
    expect(errors).toContain("made of a bearer token, which others may have seen");
  });

  it("says so where what it is made of ends before", async () => {
    const desk = await TokenDesk.open();
    const token = await desk.minted();
    const longer = await desk.run("token", "attenuate", token, "--ttl", "1h");
    expect(longer.errors).toContain("expires before, so it does too: 2026-01-31 12:05:00");
    const shorter = await desk.run("token", "attenuate", token, "--ttl", "60");
    expect(shorter.errors).not.toContain("expires before");
    expect(shorter.errors).toContain("expires 2026-01-31 12:01:00");
  });

  it("reads the token from standard input and from the environment too", async () => {
    const desk = await TokenDesk.open();
    const token = await desk.minted();
    desk.input = [`  ${token}\n`];
    expect((await desk.run("token", "attenuate", "-", ...LESS)).code).toBe(0);
    expect((await desk.run("token", "attenuate", ...LESS)).code).toBe(0);
    desk.input = [];
    const empty = await desk.run("token", "attenuate", "-", ...LESS);
    expect([empty.code, empty.errors]).toEqual([2, expect.stringContaining("there is no token")]);
    vi.stubEnv("CAPFENCE_TOKEN", token);
    expect((await desk.run("token", "attenuate", ...LESS)).code).toBe(0);
    expect((await desk.run("token", "attenuate", "-", ...LESS)).code).toBe(2);
    vi.stubEnv("CAPFENCE_TOKEN", "");
    desk.answers = ["nobody asks for a token"];
    const typed = await desk.run("token", "attenuate", ...LESS);
    expect([typed.code, typed.errors]).toEqual([2, expect.stringContaining("CAPFENCE_TOKEN")]);
  });

  it.each<[string, (desk: TokenDesk) => Promise<readonly string[]>, string]>([
    ["nothing to narrow", async (desk) => [await desk.minted()], "nothing is narrowed"],
    ["no key", async (desk) => [await desk.minted("shop"), ...LESS], "--key FILE"],
    [
      "a thief's key",
      async (desk) => [await desk.minted("shop"), ...LESS, "--key", desk.keyOf("thief")],
      "not the key that the token is bound to",
    ],
    [
      "a bad key",
      async (desk) => [await desk.minted("shop"), ...LESS, "--key", desk.policy],
      "chmod 600",
    ],
    ["no token", async () => ["capfence1.x", ...LESS], "this is not a capability token"],
    ["a huge text", async () => ["-", ...LESS], "the token is larger than"],
    ["a bad limit", async (desk) => [await desk.minted(), "--limit", "x=1"], "--limit"],
  ])("prints nothing for %s", async (_name, parameters, words) => {
    const desk = await TokenDesk.open("shop", "thief");
    desk.input = ["x".repeat(70_000)];
    const { code, output, errors } = await desk.run(
      "token",
      "attenuate",
      ...(await parameters(desk)),
    );
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain(words);
  });
});

describe("capfence token prove", () => {
  const CALL = ["--audience", "desk", "--tool", "pay", "--arguments"];

  it("prints a proof that the gate takes once", async () => {
    const desk = await TokenDesk.open("shop");
    const token = await desk.minted("shop");
    const proof = await desk.proof(token, "shop", { amount: 5 });
    expect(proof).toMatch(/^[\w-]+\.[\w-]+$/);
    expect(await desk.call(token, proof, { amount: 5 })).toBe("policy_allow");
    expect(await desk.call(token, proof, { amount: 5 })).toBe("token_replayed");
  });

  it("reads the arguments from a file too", async () => {
    const desk = await TokenDesk.open("shop");
    const token = await desk.minted("shop");
    const file = desk.file("call.json", '{"amount": 7}');
    const proof = await desk.made("prove", token, "--key", desk.keyOf("shop"), ...CALL, file);
    expect(await desk.call(token, proof, { amount: 7 })).toBe("policy_allow");
  });

  it.each<[string, readonly string[], string]>([
    ["another key", ["thief", '{"amount":5}'], "not the one that the token is bound to"],
    ["a list", ["shop", "[5]"], "arguments"],
    ["no JSON", ["shop", "{amount}"], "the arguments"],
    ["standard input", ["shop", "-"], "standard input is for the token"],
  ])("proves nothing with %s", async (_name, [holder = "", json = ""], words) => {
    const desk = await TokenDesk.open("shop", "thief");
    const token = await desk.minted("shop");
    const key = ["--key", desk.keyOf(holder)];
    const { code, output, errors } = await desk.run("token", "prove", token, ...key, ...CALL, json);
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain(words);
  });

  it("proves nothing for a bearer token, or where something is missing", async () => {
    const desk = await TokenDesk.open("shop");
    const token = await desk.minted();
    await expect(desk.proof(token, "shop", {})).rejects.toThrow("calls with it need no proof");
    expect((await desk.run("token", "prove", token, ...CALL, "{}")).code).toBe(2);
  });
});
