import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Scratch } from "../../test/scratch.ts";
import { blocksIn, REFUNDS, TokenDesk } from "../../test/token-desk.ts";

afterEach(() => vi.unstubAllEnvs());

describe("capfence token mint", () => {
  it("prints a token alone, that says what was asked for", async () => {
    const desk = await TokenDesk.open("shop");
    const { code, output, errors } = await desk.run(
      "token",
      "mint",
      ...REFUNDS,
      "--limit",
      "currency=[USD, EUR]",
      "--capability",
      "pay.*",
      "--limit",
      "environment=staging",
      "--audience",
      "desk",
      "--audience",
      "other",
      "--holder",
      desk.holders["shop"] ?? "",
    );
    expect(code).toBe(0);
    expect(output).toMatch(/^capfence1\.[\w.-]+\n$/);
    const [block] = blocksIn(output.trim());
    expect(block).toMatchObject({
      tools: ["pay"],
      capabilities: ["pay.*"],
      conditions: { amount_lte: 50, currency: ["USD", "EUR"], environment: "staging" },
      actor: "shop",
      audience: ["desk", "other"],
      issued: desk.now,
      expires: desk.now + 300_000,
    });
    expect(errors).toBe(`${block?.id} expires 2026-01-31 12:05:00\n`);
  });

  it("says what a bearer token is, where nobody is to hold it", async () => {
    const desk = await TokenDesk.open();
    const { output, errors } = await desk.run("token", "mint", ...REFUNDS);
    expect(errors).toContain("whoever sees its text can call with it");
    expect(blocksIn(output.trim())[0]?.bearer).toBe(true);
  });

  it("takes conditions as a policy writes them beside single ones", async () => {
    const desk = await TokenDesk.open();
    const token = await desk.minted(undefined, "--conditions", '{"args": {"/to": "alice"}}');
    expect(blocksIn(token)[0]?.conditions).toMatchObject({
      amount_lte: 50,
      args: { "/to": "alice" },
    });
  });

  it.each([
    [["--tool", "pay"], "--ttl 5m"],
    [["--ttl", "5m"], "--tool NAME"],
    [["--ttl", "5m", "--capability", "*"], "one for everything is none"],
    [["--ttl", "5m", "--capability", "a b"], "no pattern of capabilities"],
    [["--ttl", "5m", "--tool", ""], "tools"],
    [[...REFUNDS, "--ttl", "0"], "seconds from 1"],
    [[...REFUNDS, "--ttl", "soon"], "seconds from 1"],
    [[...REFUNDS, "--limit", "amount_lte=60"], '"amount_lte" is given twice'],
    [[...REFUNDS, "--conditions", "amount_lte: 60"], '"amount_lte" is given twice'],
    [[...REFUNDS, "--limit", "amount=60"], "amount"],
    [[...REFUNDS, "--limit", "amount_lt"], "amount_lte=50"],
    [[...REFUNDS, "--limit", "max_calls=5"], "max_calls"],
    [[...REFUNDS, "--holder", "alice"], "--holder: this is not a public key"],
    [[...REFUNDS, "--key", "none.key"], "there is none"],
    [[...REFUNDS, "--agent", ""], "actor"],
  ])("refuses %j, and prints no token", async (options, words) => {
    const desk = await TokenDesk.open();
    const { code, output, errors } = await desk.run("token", "mint", ...options);
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain(words);
  });

  it("repeats no private key that is given as the holder's public one, and takes no witness's", async () => {
    const desk = await TokenDesk.open("shop");
    const secret = readFileSync(desk.keyOf("shop"), "utf8").trim();
    const { code, errors } = await desk.run("token", "mint", ...REFUNDS, "--holder", secret);
    expect([code, errors]).toEqual([2, expect.stringContaining("this is a private key")]);
    expect(errors).not.toContain(secret.slice(-40));
    await desk.run("keys", "init", "desk");
    const { output } = await desk.run("keys", "export", "--witness");
    const witness = await desk.run("token", "mint", ...REFUNDS, "--holder", output.trim());
    expect([witness.code, witness.errors]).toEqual([2, expect.stringContaining("witness's")]);
  });

  it("asks for the passphrase of a sealed key, and makes nothing with another", async () => {
    const scratch = new Scratch();
    scratch.answers = ["correct horse", "correct horse", "correct horse", "battery staple"];
    await scratch.run("approvers", "add", "acme");
    expect((await scratch.run("token", "mint", ...REFUNDS)).output).toMatch(/^capfence1\./);
    const { code, output, errors } = await scratch.run("token", "mint", ...REFUNDS);
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain("the passphrase is another one");
    vi.stubEnv("CAPFENCE_APPROVER_PASSPHRASE", "correct horse");
    expect((await scratch.run("token", "mint", ...REFUNDS)).code).toBe(0);
  });

  it("lasts as long as it is to, however long the passphrase takes", async () => {
    const scratch = new Scratch();
    scratch.answers = ["correct horse", "correct horse"];
    await scratch.run("approvers", "add", "acme");
    const { now } = scratch;
    scratch.answers = {
      length: 1,
      shift: () => {
        scratch.now += 600_000;
        return "correct horse";
      },
    } as unknown as string[];
    const { output } = await scratch.run("token", "mint", ...REFUNDS);
    expect(blocksIn(output.trim())[0]).toMatchObject({
      issued: now + 600_000,
      expires: now + 900_000,
    });
  });

  it("says how to make a key where there is none, and whose to name where there are more", async () => {
    const scratch = new Scratch();
    const none = await scratch.run("token", "mint", ...REFUNDS);
    expect([none.code, none.errors]).toEqual([2, expect.stringContaining("approvers add NAME")]);
    for (const name of ["acme", "other"])
      // oxlint-disable-next-line no-await-in-loop -- one after another
      await scratch.run("approvers", "add", name, "--no-passphrase");
    const two = await scratch.run("token", "mint", ...REFUNDS);
    expect([two.code, two.errors]).toEqual([2, expect.stringContaining("acme, other")]);
    const key = join(scratch.approvers, "other.key");
    expect((await scratch.run("token", "mint", ...REFUNDS, "--key", key)).code).toBe(0);
  });

  it("prints nothing but the token to standard output as a process, and says in its help where the key goes", async () => {
    const desk = await TokenDesk.open();
    const { code, output } = desk.spawn("token", "mint", ...REFUNDS);
    expect([code, output]).toEqual([0, expect.stringMatching(/^capfence1\.[\w.-]+\n$/)]);
    expect((await desk.run("token", "mint", "--help")).output).toContain("issuers: [");
  });
});

describe("capfence token holder", () => {
  it("writes the private key to a file for its owner alone, and prints the public one alone", async () => {
    const desk = await TokenDesk.open("shop");
    const { mode } = statSync(desk.keyOf("shop"));
    expect(mode & 0o777).toBe(0o600);
    expect(desk.holders["shop"]).toMatch(/^holder\+[0-9a-f]{8}\+[\w+/=]+$/);
  });

  it("leaves a file alone that is there", async () => {
    const desk = await TokenDesk.open("shop");
    const before = readFileSync(desk.keyOf("shop"), "utf8");
    const { code, output, errors } = await desk.run("token", "holder", "--out", desk.keyOf("shop"));
    expect([code, output]).toEqual([1, ""]);
    expect(errors).toContain("already; name another file");
    expect(readFileSync(desk.keyOf("shop"), "utf8")).toBe(before);
    expect((await desk.run("token", "holder")).code).toBe(2);
  });

  it("is not read where others may read it", async () => {
    const desk = await TokenDesk.open("shop");
    const token = await desk.minted("shop");
    chmodSync(desk.keyOf("shop"), 0o644);
    await expect(desk.proof(token, "shop", {})).rejects.toThrow("others may use it");
  });
});
