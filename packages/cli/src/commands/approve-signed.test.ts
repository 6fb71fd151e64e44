import { chmodSync } from "node:fs";
import { findRequest, lastAnswer } from "@capfence/core";
import { SqliteStorage } from "@capfence/core/sqlite";
import { afterEach, describe, expect, it, vi } from "vitest";
import { keyOf, makeApprovers, Payer, paymentPolicy } from "../../test/payer.ts";
import { Scratch } from "../../test/scratch.ts";

afterEach(() => vi.unstubAllEnvs());

/** An agent under a policy that names these approvers, whose keys are all here. */
async function signedPayer(names: readonly string[], quorum = 1) {
  const scratch = new Scratch();
  const lines = await makeApprovers(scratch, ...names);
  const payer = new Payer(
    scratch,
    paymentPolicy(`approvals: { approvers: [${lines.join(", ")}], quorum: ${quorum} }`),
  );
  return { scratch, payer };
}

/** Changes what is stored of a request, as somebody does who can write to the database. */
function forge(scratch: Scratch, id: string, changes: object): void {
  const storage = SqliteStorage.open(scratch.log);
  const version = storage.latest("request", id);
  storage.close();
  if (version === undefined) throw new Error("nothing to forge");
  const text = JSON.stringify({ ...JSON.parse(version.text), ...changes });
  scratch.tamper(stateUpdate(text.replaceAll("'", "''"), id));
}

const stateUpdate = (text: string, id: string): string =>
  `UPDATE state SET text = '${text}' WHERE id = '${id}'`;

describe("capfence approve, where the policy names approvers", () => {
  it("signs with the only key there is, and the call is made once", async () => {
    const { scratch, payer } = await signedPayer(["alice"]);
    const id = await payer.ask();
    const { code, output, errors } = await scratch.run("approve", id);
    expect([code, errors]).toEqual([0, ""]);
    expect(output).toMatch(/\napprovers +alice\n/);
    expect(output).toMatch(/\napproved by alice\n$/);
    expect(await payer.attempt()).toMatchObject({ authorized: true, reason: "approval_granted" });
    expect(await payer.attempt()).toMatchObject({ authorized: false });
    const { code: verified } = await scratch.run("verify");
    expect(verified).toBe(0);
  });

  it("records the signature, and a rejection is signed as well", async () => {
    const { scratch, payer } = await signedPayer(["alice"]);
    const id = await payer.ask();
    await scratch.run("reject", id, "--note", "too much");
    const records = scratch.entries.map(({ text }) => JSON.parse(text));
    expect(records.find(({ state }) => state === "rejected")).toMatchObject({
      by: "alice",
      note: "too much",
      signature: expect.stringContaining("— alice "),
    });
    expect(await payer.attempt()).toMatchObject({ reason: "approval_rejected" });
  });

  it("refuses an agent that runs the command and has no key", async () => {
    const { scratch, payer } = await signedPayer(["alice"]);
    scratch.now = Date.now();
    const id = await payer.ask();
    const agent = new Scratch();
    for (const answer of ["approve", "reject"])
      for (const more of [[], ["--by", "alice"], ["--by", "root"], ["--key", scratch.key]]) {
        const { code, errors } = agent.spawn(answer, id, "--audit-log", scratch.log, ...more);
        expect(code).not.toBe(0);
        expect(errors).toMatch(/alice/);
      }
    expect((await scratch.run("pending-approvals")).output).toContain(id);
    expect(await payer.attempt()).toMatchObject({ authorized: false, reason: "approval_required" });
  });

  it("refuses a key of the same name that the policy does not have, as soon as it is used", async () => {
    const { scratch, payer } = await signedPayer(["alice"]);
    const id = await payer.ask();
    const agent = new Scratch();
    agent.now = scratch.now;
    await makeApprovers(agent, "alice");
    await agent.run("approve", id, "--audit-log", scratch.log);
    expect(await payer.attempt()).toMatchObject({ authorized: false });
  });

  it("is not replaced by what is written into the database", async () => {
    const { scratch, payer } = await signedPayer(["alice"]);
    const id = await payer.ask();
    const at = scratch.now;
    for (const changes of [
      { state: "approved", answers: [{ answer: "approved", by: "alice", at }] },
      { state: "approved", quorum: 0, approvers: undefined },
      { state: "approved", answers: [{ answer: "approved", by: "alice", at, signature: "x" }] },
    ]) {
      forge(scratch, id, changes);
      const again = new Payer(scratch, await policyOf(scratch));
      expect(await again.attempt()).toMatchObject({
        authorized: false,
        reason: "approval_required",
      });
    }
  });

  it("shows how many of a quorum have approved, and counts nobody twice", async () => {
    const { scratch, payer } = await signedPayer(["alice", "bob", "carol"], 2);
    const id = await payer.ask();
    expect(await scratch.run("approve", id)).toMatchObject({
      code: 2,
      errors: expect.stringContaining("there are keys of alice, bob, carol; say whose to use"),
    });
    const first = await scratch.run("approve", id, "--by", "alice", "--note", "fine");
    expect(first).toMatchObject({
      code: 0,
      output: expect.stringMatching(/\npending, 1 of 2 approvals: alice: fine\n$/),
    });
    expect(await payer.attempt()).toMatchObject({ authorized: false });
    const { output } = await scratch.run("pending-approvals");
    expect(output).toMatch(/ 1 of 2: alice: fine +\{/);
    const twice = await scratch.run("approve", id, "--by", "alice");
    expect([twice.code, twice.errors]).toEqual([1, expect.stringContaining("answered")]);
    const second = await scratch.run("approve", id, "--by", "bob");
    expect(second.output).toMatch(/\napproved by alice: fine, bob\n$/);
    expect(await payer.attempt()).toMatchObject({ authorized: true });
  });

  it("takes the one of several keys that may answer", async () => {
    const { scratch, payer } = await signedPayer(["alice"]);
    await makeApprovers(scratch, "eve");
    const id = await payer.ask();
    expect((await scratch.run("approve", id)).output).toMatch(/\napproved by alice\n$/);
  });

  it("refuses a key of somebody else before it asks for a passphrase", async () => {
    const { scratch, payer } = await signedPayer(["alice"]);
    scratch.answers = ["correct horse", "correct horse"];
    await scratch.run("approvers", "add", "eve");
    const id = await payer.ask();
    scratch.answers = ["never asked"];
    const { code, errors } = await scratch.run("approve", id, "--by", "eve");
    expect([code, errors]).toEqual([1, expect.stringContaining(`"eve" cannot answer`)]);
    const other = await scratch.run("approve", id, "--by", "alice", "--key", keyOf(scratch, "eve"));
    expect([other.code, other.errors]).toEqual([2, expect.stringContaining(`not of "alice"`)]);
    expect(scratch.answers).toHaveLength(1);
  });

  it("opens a key by its passphrase, asked on the terminal or given by the environment", async () => {
    const scratch = new Scratch();
    scratch.answers = ["correct horse", "correct horse"];
    const { output } = await scratch.run("approvers", "add", "alice");
    const line = /public key: (\S+)/.exec(output)?.[1];
    const payer = new Payer(scratch, paymentPolicy(`approvals: { approvers: [${line}] }`));
    const id = await payer.ask();
    expect(await scratch.run("approve", id)).toMatchObject({
      code: 2,
      errors: expect.stringContaining("no terminal to ask for the passphrase"),
    });
    scratch.answers = ["wrong horse"];
    const wrong = await scratch.run("approve", id);
    expect([wrong.code, wrong.errors]).toEqual([2, expect.stringContaining("is another one")]);
    scratch.answers = ["correct horse"];
    expect((await scratch.run("approve", id)).code).toBe(0);
    expect(scratch.asked.at(-1)).toBe("Passphrase for the key of alice: ");
    const next = await payer.ask({ amount: 6000 });
    vi.stubEnv("CAPFENCE_APPROVER_PASSPHRASE", "correct horse");
    expect((await scratch.run("approve", next)).code).toBe(0);
  });

  it("uses no key that others may read", async () => {
    const { scratch, payer } = await signedPayer(["alice"]);
    const id = await payer.ask();
    chmodSync(keyOf(scratch, "alice"), 0o640);
    const { code, errors } = await scratch.run("approve", id);
    expect([code, errors]).toEqual([2, expect.stringContaining("others may use it")]);
  });

  it("does not repeat what a file holds that is no key", async () => {
    const { scratch, payer } = await signedPayer(["alice"]);
    const id = await payer.ask();
    const file = scratch.file("odd.key", "PRIVATE+KEY+alice+12345678+c2VjcmV0");
    chmodSync(file, 0o600);
    const { code, errors } = await scratch.run("approve", id, "--key", file);
    expect(code).toBe(2);
    expect(errors).not.toContain("c2VjcmV0");
  });

  it("signs where a key is named although nobody asks for it", async () => {
    const scratch = new Scratch();
    await makeApprovers(scratch, "alice");
    const payer = new Payer(scratch, paymentPolicy());
    const id = await payer.ask();
    const { errors } = await scratch.run("approve", id, "--key", keyOf(scratch, "alice"));
    expect(errors).toBe("");
    const storage = SqliteStorage.openReadOnly(scratch.log);
    const request = await findRequest(storage, id);
    storage.close();
    expect(request && lastAnswer(request)?.signature).toContain("— alice ");
  });
});

/** The policy that names the alice whose key is here. */
async function policyOf(scratch: Scratch): Promise<string> {
  const { output } = await scratch.run("keys", "export", "--key", keyOf(scratch, "alice"));
  return paymentPolicy(`approvals: { approvers: [${output.trim()}] }`);
}

describe("capfence approvals cancel", () => {
  it("takes back a request that waits, or that was approved and not used yet", async () => {
    const scratch = new Scratch();
    const payer = new Payer(scratch, paymentPolicy());
    const id = await payer.ask();
    const cancel = (...more: readonly string[]) =>
      scratch.run("approvals", "cancel", id, "--by", "bob", ...more);
    await scratch.run("approve", id, "--by", "alice");
    const { code, output } = await cancel("--reason", "a mistake");
    expect([code, output]).toEqual([0, `request "${id}" is cancelled by bob: a mistake\n`]);
    expect(await payer.attempt()).toMatchObject({ authorized: false });
    expect((await scratch.run("logs")).output).toMatch(/cancelled +by bob: a mistake/);
    expect(await cancel()).toMatchObject({ code: 1, errors: expect.stringContaining("cancelled") });
    expect((await scratch.run("approvals", "cancel", "apr_0")).code).toBe(1);
  });
});
