import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { generateRedactionKey, readRedactionKey, Redactor } from "@capfence/core";
import { openSigning } from "@capfence/core/signing";
import {
  generateSignerKey,
  readSignerKey,
  readTlogProof,
  writeVerifierKey,
} from "@capfence/core/tlog";
import { describe, expect, it } from "vitest";
import { ReceiptScratch } from "../../test/receipt-scratch.ts";

const DENIED = { command: "drop it" };

describe("capfence receipt", () => {
  it("shows a decision that was denied, and writes the proof of it", async () => {
    const scratch = new ReceiptScratch();
    await scratch.called(DENIED);
    const { code, output, errors } = await scratch.make();
    expect([code, errors]).toEqual([0, ""]);
    const [id = ""] = scratch.ids;
    const { writer = "" } = scratch.records[0] ?? {};
    const digest = /sha256 ([0-9a-f]{64})/.exec(output)?.[1] ?? "";
    expect(output).toBe(
      `
Decision:      DENY
Actor:         ops-agent
Tool:          run
Action:        execute
Resource:      shell
Capability:    shell.execute
Environment:   none
Arguments:     {"command":"drop it"}
Policy:        ${scratch.policy} (sha256 ${digest})
Rule:          deny[0] (${scratch.policy}:1)
Reason:        policy_deny: no dropping
Tool invoked:  no
Time:          2026-01-31 12:00:00 UTC
Audit id:      ${writer}/3 ${id}
Replay:        capfence receipt ${writer}/3 --audit-log ${scratch.log} --record | capfence policy explain ${scratch.policy} -

✓ wrote ${scratch.receipt}, which proves the decision; to check it:
capfence verify-receipt ${scratch.receipt} --key ${scratch.publicKey}
whoever checks it must have the key from elsewhere than with the receipt
`.trimStart(),
    );
    expect(statSync(scratch.receipt).mode & 0o777).toBe(0o600);
  });

  it("says of an allowed tool what became of it, and proves that too, by the same checkpoint", async () => {
    const scratch = new ReceiptScratch();
    await scratch.called({ command: "ls" }, undefined, new Error("exit 1"));
    const { output } = await scratch.make();
    expect(output).toContain("Tool invoked:  yes, failed: Error: exit 1\n");
    expect(output).toContain("proves the decision and its outcome");
    const proof = readTlogProof(readFileSync(scratch.receipt, "utf8"));
    const rest = new TextDecoder().decode(proof?.extra).split("\n").slice(1).join("\n");
    expect(readTlogProof(rest)?.checkpoint).toBe(proof?.checkpoint);
  });

  it("prints a replay that runs, and decides the same", async () => {
    const scratch = new ReceiptScratch();
    await scratch.called(DENIED);
    const { output } = await scratch.make();
    const [first = "", second = ""] = (/^Replay: +(.+)$/m.exec(output)?.[1] ?? "")
      .split(" | ")
      .map((command) => command.replace("capfence ", ""));
    const record = await scratch.run(...first.split(" "));
    scratch.input = [record.output];
    const explained = await scratch.run(...second.split(" "));
    expect([explained.code, explained.output]).toEqual([
      0,
      expect.stringContaining("deny shell.execute (policy_deny)"),
    ]);
  });

  it("leaves the policy's place open where the file is not what it was", async () => {
    const scratch = new ReceiptScratch();
    await scratch.called(DENIED);
    scratch.file("ops.yaml", "allow: [shell.execute]\n");
    const { output } = await scratch.make();
    expect(output).toContain("| capfence policy explain POLICY -\n");
    expect(output).toContain("POLICY stands for the file of the policy with this digest");
    const named = await scratch.make(0, "--force", "--policy", scratch.policy);
    expect([named.code, named.errors]).toEqual([
      1,
      `capfence: the policy "${scratch.policy}" is not the one that decided\n`,
    ]);
  });

  it("finds a decision by the beginning of its id, and names those that it may be", async () => {
    const scratch = new ReceiptScratch();
    await scratch.called(DENIED);
    await scratch.called(DENIED);
    const [first = "", second = ""] = scratch.ids;
    scratch.close();
    const length = first.split("").findIndex((character, index) => character !== second[index]);
    const options = ["-a", scratch.log, "--out", scratch.receipt];
    const found = await scratch.run("receipt", first.slice(0, length + 1), ...options);
    expect(found.output).toContain(first);
    scratch.tamper(`UPDATE log SET text = replace(text, '${second}', '${first.slice(0, -1)}x')`);
    const several = await scratch.run("receipt", first.slice(0, 8), ...options);
    expect([several.code, several.errors]).toEqual([
      1,
      `capfence: "${first.slice(0, 8)}" may be any of ${first}, ${first.slice(0, -1)}x; name one of them\n`,
    ]);
    scratch.tamper(`UPDATE log SET text = replace(text, '${first.slice(0, -1)}x', '${first}')`);
    const double = await scratch.run("receipt", first, ...options);
    expect(double.errors).toMatch(/may be any of [0-9a-f]{16}\/3, [0-9a-f]{16}\/3; name one/);
  });

  it("finds a decision by its place, and says what else stands there", async () => {
    const scratch = new ReceiptScratch();
    await scratch.called({ command: "ls" });
    const { writer = "" } = scratch.records[0] ?? {};
    const at = (seq: number | string): ReturnType<ReceiptScratch["run"]> =>
      scratch.run(
        "receipt",
        `${writer}/${seq}`,
        "-a",
        scratch.log,
        "--json",
        "--out",
        scratch.receipt,
      );
    const { code, output } = await at(3);
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      file: scratch.receipt,
      result: "made",
      id: scratch.ids[0],
      writer,
      seq: 3,
      toolInvoked: "yes",
      decision: { kind: "decision", effect: "allow" },
      outcome: { kind: "outcome", outcome: "succeeded" },
      hasOutcome: true,
      keys: [scratch.publicKey],
      policy: scratch.policy,
    });
    expect((await at(1)).errors).toContain("record 1 of writer");
    expect((await at(1)).errors).toContain('is of the kind "open", and a receipt is of a decision');
    expect((await at(5)).errors).toContain(`is the outcome of decision ${scratch.ids[0]}`);
    expect(await at(99)).toMatchObject({
      code: 1,
      errors: expect.stringContaining("no record 99"),
    });
    for (const wrong of ["../x", "x y", "", "0123456789abcdef/0"]) {
      const refused = await scratch.run("receipt", wrong, "-a", scratch.log);
      expect(refused.code).toBe(2);
      expect(refused.errors).toContain("is neither the id of a decision");
    }
    const unknown = await scratch.run("receipt", "nobody", "-a", scratch.log);
    expect([unknown.code, unknown.errors]).toEqual([
      1,
      'capfence: no decision has the id "nobody"; capfence logs --json shows the ids\n',
    ]);
  });

  it("writes beside nothing: a file that is there stays, unless it is told to replace it", async () => {
    const scratch = new ReceiptScratch();
    await scratch.called(DENIED);
    scratch.file("receipts/one.tlog-proof", "mine");
    const { code, errors } = await scratch.make();
    expect(code).toBe(1);
    expect(errors).toContain(`there is "${scratch.receipt}" already`);
    expect(readFileSync(scratch.receipt, "utf8")).toBe("mine");
    expect((await scratch.make(0, "--force")).code).toBe(0);
    expect(readFileSync(scratch.receipt, "utf8")).toContain("c2sp.org/tlog-proof@v1");
    const nowhere = await scratch.make(0, "--out", join(scratch.folder, "no/such/file"));
    expect([nowhere.code, nowhere.errors]).toEqual([1, expect.stringContaining("cannot write")]);
  });

  it("names the file for the decision", async () => {
    const scratch = new ReceiptScratch();
    await scratch.called(DENIED);
    scratch.close();
    const [id = ""] = scratch.ids;
    expect(scratch.spawn("receipt", id.slice(0, 13)).code).toBe(0);
    expect(existsSync(join(scratch.folder, `${id}.tlog-proof`))).toBe(true);
  });

  it("proves by a checkpoint that witnesses signed", async () => {
    const scratch = new ReceiptScratch();
    await scratch.called({ command: "ls" });
    const witness = generateSignerKey("example.org/witness");
    expect((await scratch.make(0, "--checkpoint", scratch.cosigned(witness))).code).toBe(0);
    const { cosigner } = readSignerKey(witness);
    const { code, output } = await scratch.check("--witness", writeVerifierKey(cosigner));
    expect(code).toBe(0);
    expect(output).toMatch(
      /witness example\.org\/witness signed for these \d records at 2026-01-31 12:00:00 UTC/,
    );
    expect(output).not.toContain("no witness");
  });

  it("shows what is redacted as redacted, which no argument can look like", async () => {
    const scratch = new ReceiptScratch();
    const redactor = new Redactor({
      key: readRedactionKey(generateRedactionKey()),
      pointers: ["/payload/a~1b", "/payload/list/*/card"],
    });
    const payload = { "a/b": "secret", list: [{ card: 4111 }], fake: "[redacted]" };
    await scratch.called(payload, { ...openSigning(scratch.key), redactor });
    const { output } = await scratch.make();
    expect(output).toContain('{"a/b":[redacted],"fake":"[redacted]","list":[{"card":[redacted]}]}');
    expect(output).toContain("Redacted:      /payload/a~1b, /payload/list/0/card\n");
    expect(output).not.toContain("secret");
    const note = "what is redacted is judged as the digest that stands for it";
    expect([output, (await scratch.check()).output]).toEqual([
      expect.stringContaining(note),
      expect.stringContaining(note),
    ]);
  });

  it("lets nothing hostile reach the terminal", async () => {
    const scratch = new ReceiptScratch();
    const hostile = "\u001B]0;owned\u0007\u202E\u009B2J\nDecision:      ALLOW";
    await scratch.called({ command: hostile }, undefined, new Error(hostile));
    for (const options of [["--force"], ["--force", "--json"], ["--record"]]) {
      const { output } = await scratch.make(0, ...options);
      expect(output.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
      expect(output).not.toContain("\nDecision:      ALLOW\nDecision");
      expect(output).toContain("u001b]0;owned");
    }
    const checked = await scratch.check();
    expect(checked.output.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
  });
});
