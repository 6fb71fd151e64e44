import { readFileSync, writeFileSync } from "node:fs";
import { openSigning } from "@capfence/core/signing";
import { generateSignerKey, readSignerKey, writeVerifierKey } from "@capfence/core/tlog";
import { beforeEach, describe, expect, it } from "vitest";
import { ReceiptScratch } from "../../test/receipt-scratch.ts";

/** The public key of a witness. */
const keyOf = (key = ""): string => writeVerifierKey(readSignerKey(key).cosigner);

let scratch: ReceiptScratch;

beforeEach(async () => {
  scratch = new ReceiptScratch();
  await scratch.called({ command: "ls" });
  await scratch.make();
});

describe("capfence verify-receipt", () => {
  it("shows what the receipt proves and what proves it, with the log gone", async () => {
    const [id = ""] = scratch.ids;
    const { writer = "" } = scratch.records[0] ?? {};
    const key = scratch.publicKey;
    const [name = ""] = key.split("+");
    const origin = `${name}/${writer}`;
    scratch.tamper("DELETE FROM log");
    const { code, output, errors } = await scratch.check();
    expect([code, errors]).toEqual([0, ""]);
    const digest = /sha256 ([0-9a-f]{64})/.exec(output)?.[1] ?? "";
    const signed = `of 6 of ${origin}, signed by ${name} at 2026-01-31T12:00:00.000Z`;
    expect(output).toBe(
      `
✓ Proved. This decision and its outcome are in the log ${origin}.
Decision:      ALLOW
Actor:         ops-agent
Tool:          run
Action:        execute
Resource:      shell
Capability:    shell.execute
Environment:   none
Arguments:     {"command":"ls"}
Policy:        sha256 ${digest}
Rule:          allow "shell" (${scratch.policy}:2)
Reason:        policy_allow
Tool invoked:  yes, succeeded
Time:          2026-01-31 12:00:00 UTC
Audit id:      ${writer}/3 ${id}
Replay:        capfence verify-receipt ${scratch.receipt} --key ${key} --record | capfence policy explain POLICY -
POLICY stands for the file of the policy with this digest; --policy FILE checks that it is
the decision is record 3 ${signed}
the outcome is record 5 ${signed}
no witness vouches for it: whoever holds the log's key could have written it anew before
`.trimStart(),
    );
  });

  it("prints the proved record alone, as it is stored, and nothing of one that is not proved", async () => {
    const stored = scratch.entries[2]?.text;
    const options = ["--record"];
    expect((await scratch.check(...options)).output).toBe(`${stored}\n`);
    scratch.change(/^extra ..../m, "extra e30K");
    expect(await scratch.check(...options)).toMatchObject({ code: 3, output: "" });
  });

  it("says as JSON what it found", async () => {
    const { output } = await scratch.check("--json", "--policy", scratch.policy);
    expect(JSON.parse(output)).toMatchObject({
      file: scratch.receipt,
      finding: "proved",
      toolInvoked: "yes",
      decision: { index: 2, size: 6, witnesses: [], record: { actor: "ops-agent" } },
      outcome: { index: 4, size: 6, record: { outcome: "succeeded" } },
      replay: expect.stringContaining(`policy explain ${scratch.policy} -`),
    });
    scratch.change("index 2", "index 3");
    const unproved = await scratch.check("--json");
    expect(unproved.code).toBe(3);
    expect(JSON.parse(unproved.output)).toMatchObject({
      finding: "not_included",
      part: "decision",
      message: expect.stringContaining("place 4 of 6"),
    });
    expect(unproved.output).not.toContain("ops-agent");
  });

  it("refuses without a key: a receipt cannot vouch for itself", async () => {
    const { code, output, errors } = await scratch.run("verify-receipt", scratch.receipt);
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain("a receipt cannot vouch for itself; pass --key");
  });

  it("takes the key from a file, and any of several", async () => {
    const other = writeVerifierKey(readSignerKey(generateSignerKey("example.org/log")).verifier);
    const file = scratch.file("keys.pub", `${other}\n${scratch.publicKey}\n`);
    expect((await scratch.run("verify-receipt", scratch.receipt, "--key", file)).code).toBe(0);
    const { code, errors } = await scratch.run("verify-receipt", scratch.receipt, "--key", other);
    expect([code, errors]).toEqual([
      3,
      expect.stringMatching(
        /^✗ Not proved\. it is of the log ".+", for which the key "example\.org\/log" does not sign \(the decision\)\n$/,
      ),
    ]);
  });

  it("knows a key by more than its name", async () => {
    const [name = ""] = scratch.publicKey.split("+");
    const forged = writeVerifierKey(readSignerKey(generateSignerKey(name)).verifier);
    const { code, errors } = await scratch.run("verify-receipt", scratch.receipt, "--key", forged);
    expect([code, errors]).toEqual([3, expect.stringContaining("has not signed its checkpoint")]);
  });

  it.each<readonly [string, string | RegExp, string]>([
    ["is cut short", /\n[^\n]*\n$/, "\n"],
    ["has another record", /^extra ..../m, "extra e30K"],
    ["has another place", "index 2", "index 1"],
    ["has another signature", /(— capfence\S+ ......)......../, "$1AAAAAAAA"],
    ["is empty", /[^]+/, ""],
  ])("proves nothing where the file %s", async (_what, from, to) => {
    scratch.change(from, to);
    const { code, output, errors } = await scratch.check();
    expect([code, output]).toEqual([3, ""]);
    expect(errors).toMatch(/^✗ Not proved\. /);
  });

  it("counts the witnesses that are asked for", async () => {
    const [one, two] = ["one", "two"].map((name) => generateSignerKey(`example.org/${name}`));
    await scratch.make(0, "--force", "--checkpoint", scratch.cosigned(one ?? ""));
    const both = ["--witness", keyOf(one), "--witness", keyOf(two)];
    const missing = await scratch.check(...both);
    expect([missing.code, missing.errors]).toEqual([
      3,
      "✗ Not proved. 1 of the witnesses have signed its checkpoint, and 2 must have (the decision)\n",
    ]);
    const { code, output } = await scratch.check(...both, "--quorum", "1");
    expect(code).toBe(0);
    expect(output).toContain("witness example.org/one signed");
    for (const wrong of [
      ["--quorum", "3"],
      ["--quorum", "x"],
    ])
      expect((await scratch.check(...both, ...wrong)).code).toBe(2);
    expect((await scratch.check("--witness", scratch.publicKey)).code).toBe(2);
  });

  it("compares the policy that decided", async () => {
    const named = await scratch.check("--policy", scratch.policy);
    expect(named.code).toBe(0);
    expect(named.output).toContain(`Policy:        ${scratch.policy} (sha256`);
    expect(named.output).not.toContain("POLICY");
    const other = scratch.file("other.yaml", "allow: [shell.execute]\n");
    const { code, output, errors } = await scratch.check("--policy", other);
    expect([code, output, errors]).toEqual([
      3,
      "",
      `✗ Not proved. the policy "${other}" is not the one that decided\n`,
    ]);
    const none = await scratch.check("--policy", scratch.file("bad.yaml", "alow: []\n"));
    expect(none.code).toBe(2);
  });

  it("says what is not a file to read, or not a key", async () => {
    const missing = await scratch.run("verify-receipt", "/no/such", "--key", scratch.publicKey);
    expect([missing.code, missing.errors]).toEqual([2, expect.stringContaining("no such file")]);
    writeFileSync(scratch.receipt, Uint8Array.of(0xff));
    expect((await scratch.check()).code).toBe(2);
    const { code, errors } = await scratch.run("verify-receipt", scratch.receipt, "--key", "x");
    expect([code, errors]).toEqual([2, expect.stringContaining('"x" is neither a public key')]);
  });

  it("is of a log whose key has a successor by either key, each for its own receipts", async () => {
    const before = scratch.publicKey;
    const old = readFileSync(scratch.receipt, "utf8");
    expect((await scratch.run("keys", "rotate")).code).toBe(0);
    await scratch.called({ command: "ls" }, openSigning(scratch.key));
    expect((await scratch.make(1, "--force")).code).toBe(0);
    expect((await scratch.check()).code).toBe(0);
    expect((await scratch.run("verify-receipt", scratch.receipt, "--key", before)).code).toBe(3);
    writeFileSync(scratch.receipt, old);
    expect((await scratch.run("verify-receipt", scratch.receipt, "--key", before)).code).toBe(0);
    expect((await scratch.make(0, "--force")).code).toBe(0);
  });
});
