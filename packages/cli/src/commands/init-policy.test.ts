import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ActionEvent, type JsonObject } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";
import { TokenDesk } from "../../test/token-desk.ts";
import { formatPolicy } from "../format/format-policy.ts";

/** The reason of what a policy decides of a call, with a token for its tool or without one. */
async function decide(
  desk: TokenDesk,
  policy: string,
  tool: string,
  payload: JsonObject,
  ttl?: string,
): Promise<string> {
  const audience = ["--audience", "first-gate"];
  const call = { actor: "shop", capability: tool, toolName: tool, payload };
  const options = ["--tool", tool, "--ttl", ttl ?? "", ...audience];
  const holder = ["--agent", "shop", "--holder", desk.holders["shop"] ?? ""];
  const text = ttl === undefined ? undefined : await desk.made("mint", ...options, ...holder);
  const proving = ["--key", desk.keyOf("shop"), "--tool", tool, ...audience];
  const token = text && {
    text,
    proof: await desk.made("prove", text, ...proving, "--arguments", JSON.stringify(payload)),
  };
  const runtime = desk.runtime(policy);
  await runtime.policy.ready?.();
  const verdict = await runtime.execute(ActionEvent.create(call), token ? { token } : {});
  await runtime.auditTrail.close();
  return verdict.reason;
}

describe("capfence init --policy", () => {
  it("writes a first policy that loads, in which nothing is doubtful, in the form of fmt", async () => {
    const scratch = new Scratch();
    const file = join(scratch.folder, "new/my-policy.yaml");
    const { code, output } = await scratch.run("init", "--policy", file);
    expect(code).toBe(0);
    expect(output).toContain(`wrote ${file}: it denies everything until you adapt it\n`);
    expect(output).toContain(`\n  capfence check-policy ${file}\n`);
    const check = await scratch.run("check-policy", file, "--strict");
    expect([check.code, check.errors]).toEqual([0, ""]);
    const text = readFileSync(file, "utf8");
    expect(formatPolicy(file, text, { modeline: false })).toBe(text);
  });

  it("writes one that lets nothing through as it is, and what it says once an issuer is named", async () => {
    const desk = await TokenDesk.open("shop");
    const file = join(desk.folder, "my-policy.yaml");
    await desk.run("init", "--policy", file);
    const text = readFileSync(file, "utf8");
    const select = { sql: "SELECT id FROM orders" };
    expect(await decide(desk, text, "database.query", select, "60")).toBe("token_invalid");

    const mine = text.replace(/issuers: nobody\S+/, `issuers: ${desk.issuer}`);
    expect(mine).not.toBe(text);
    expect(await decide(desk, mine, "database.query", select)).toBe("token_required");
    expect(await decide(desk, mine, "payments.refund", { amount: 5 })).toBe("token_required");
    expect(await decide(desk, mine, "database.query", select, "60")).toBe("policy_allow");
    expect(await decide(desk, mine, "database.query", select, "61")).toBe("token_invalid");
    const drop = { sql: "DROP TABLE orders" };
    expect(await decide(desk, mine, "database.query", drop, "60")).toBe("policy_default_deny");
    expect(await decide(desk, mine, "payments.refund", { amount: 5 }, "60")).toBe(
      "approval_required",
    );
  });

  it("names nobody twice: each policy has a key of its own, of which nothing else is kept", async () => {
    const scratch = new Scratch();
    const keys = await Promise.all(
      ["a.yaml", "b.yaml"].map(async (name) => {
        const file = join(scratch.folder, name);
        await scratch.run("init", "--policy", file);
        return /issuers: (nobody\S+)/.exec(readFileSync(file, "utf8"))?.[1];
      }),
    );
    expect(keys[0]).toBeDefined();
    expect(keys[0]).not.toBe(keys[1]);
  });

  it("overwrites nothing unless it is forced to, and no folder even then", async () => {
    const scratch = new Scratch();
    const file = scratch.file("mine.yaml", "mine");
    const { code, errors } = await scratch.run("init", "--policy", file);
    expect([code, errors]).toEqual([1, expect.stringContaining("exists and was left as it is")]);
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect((await scratch.run("init", "--policy", file, "--force")).code).toBe(0);
    expect(readFileSync(file, "utf8")).toContain("first-gate");
    expect(await scratch.run("init", "--policy", scratch.folder, "--force")).toMatchObject({
      code: 2,
      errors: expect.stringContaining("is a folder"),
    });
  });

  it("is another word for --out where a pack is named, and excludes it", async () => {
    const scratch = new Scratch();
    const file = join(scratch.folder, "shell.yaml");
    expect(await scratch.run("init", "--pack", "shell", "--policy", file)).toMatchObject({
      code: 0,
      output: expect.stringContaining(`wrote ${file}: pack shell, baseline`),
    });
    const both = ["--policy", file, "--out", file, "--force"];
    expect((await scratch.run("init", "--pack", "shell", ...both)).code).toBe(2);
  });

  it.each([["--with-tests"], ["--variant", "strict"]])(
    "asks for the pack that %s is about",
    async (...options) => {
      const scratch = new Scratch();
      const file = join(scratch.folder, "x.yaml");
      expect(await scratch.run("init", "--policy", file, ...options)).toMatchObject({
        code: 2,
        errors: expect.stringContaining("add --pack NAME"),
      });
    },
  );
});
