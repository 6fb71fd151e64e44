import { chmodSync, existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { AgentActionBlocked, guard } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

const POLICY = `
approval_timeout_seconds: 600
require_approval:
  - { id: large, capability: payments.transfer, amount_gt: 1000, reason: over 1000 needs a human }
allow: [payments.transfer]`;

/** A scratch with an agent that pays through a guard, and the number of payments made. */
function payer() {
  const scratch = new Scratch();
  const runtime = scratch.runtime(POLICY);
  let made = 0;
  const pay = guard(
    {
      runtime,
      agentId: "pay-agent",
      capability: "payments.transfer",
      toolName: "pay",
      environment: "production",
    },
    (_input: object) => {
      made += 1;
    },
  );
  const attempt = async (input: object = { amount: 5000 }): Promise<string> => {
    try {
      await pay(input);
      return "made";
    } catch (error) {
      return AgentActionBlocked.find(error)?.approvalId ?? String(error);
    }
  };
  return { scratch, attempt, made: () => made };
}

describe("capfence pending-approvals", () => {
  it("lists what waits, oldest first, with what would be run", async () => {
    const { scratch, attempt } = payer();
    const first = await attempt();
    scratch.now += 60_000;
    const second = await attempt({ amount: 7000, to: "ACME" });
    const { code, output } = await scratch.run("pending-approvals");
    expect(code).toBe(0);
    const [head, ...rows] = output.trimEnd().split("\n");
    expect(head).toMatch(/^id +agent_id +capability +expires +approvals +payload$/);
    expect(rows).toEqual([
      `${first}  pay-agent  payments.transfer.production  in 9m    0 of 1     {"amount":5000}`,
      `${second}  pay-agent  payments.transfer.production  in 10m   0 of 1     {"amount":7000,"to":"ACME"}`,
    ]);
  });

  it("lists neither answered nor expired requests, and says when there are none", async () => {
    const { scratch, attempt } = payer();
    await scratch.run("reject", await attempt());
    await attempt({ amount: 7000 });
    expect((await scratch.run("pending-approvals")).output).toContain("7000");
    scratch.now += 600_000;
    expect(await scratch.run("pending-approvals")).toMatchObject({
      code: 0,
      output: "no call waits for an answer\n",
    });
    expect((await scratch.run("pending-approvals", "--json")).output).toBe("");
  });

  it("prints whole requests as JSON lines", async () => {
    const { scratch, attempt } = payer();
    const id = await attempt({ amount: 5000, note: "n".repeat(1000) });
    const { output } = await scratch.run("pending-approvals", "--json");
    expect(JSON.parse(output)).toMatchObject({ id, payload: { note: "n".repeat(1000) } });
    expect((await scratch.run("pending-approvals")).output).toMatch(
      /n… \(\d+ characters; --json shows all\)$/m,
    );
  });

  it("shows hostile arguments harmless", async () => {
    const { scratch, attempt } = payer();
    await attempt({ amount: 5000, to: "\u001B[2J\u202E\n" });
    for (const options of [[], ["--json"]]) {
      const { output } = await scratch.run("pending-approvals", ...options);
      expect(output).toContain(String.raw`\u001b[2J\u202e\n`);
      expect(output.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
    }
  });

  it("says how to name a log that is not there", async () => {
    expect(await new Scratch().run("pending-approvals")).toMatchObject({
      code: 2,
      errors: expect.stringContaining("name it with --audit-log FILE"),
    });
  });
});

describe("capfence approve", () => {
  it("in one process lets the waiting call of another through, exactly once", async () => {
    const { scratch, attempt, made } = payer();
    scratch.now = Date.now();
    const id = await attempt();
    expect(await attempt()).toBe(id);
    expect(made()).toBe(0);
    expect(scratch.spawn("approve", id, "--by", "alice").code).toBe(0);
    const results = await Promise.all([attempt(), attempt(), attempt()]);
    expect(results.filter((result) => result === "made")).toHaveLength(1);
    expect(made()).toBe(1);
    expect(scratch.spawn("verify").code).toBe(0);
  });

  it("shows everything about the request, and whom it trusts, before it answers", async () => {
    const { scratch, attempt } = payer();
    const id = await attempt();
    const { code, output, errors } = await scratch.run(
      "approve",
      id,
      "--by",
      "alice",
      "--note",
      "fine",
    );
    expect(code).toBe(0);
    expect(output).toBe(
      `request      ${id} (pending)
agent_id     pay-agent
capability   payments.transfer.production
environment  production
toolName     pay
asked by     large: over 1000 needs a human
made         2026-01-31 12:00:00
expires      2026-01-31 12:10:00
payload      {"amount":5000}
approved by alice: fine
`,
    );
    expect(errors).toContain(
      "approvals are not authenticated: whoever can run this command can answer",
    );
    expect((await scratch.run("approve", "--help")).output.replaceAll(/\s+/g, " ")).toContain(
      "approvals are not authenticated",
    );
  });

  it("signs its record with the key beside the log, and leaves nobody waiting for more of it", async () => {
    const { scratch, attempt } = payer();
    const id = await attempt();
    const elsewhere = new Scratch();
    elsewhere.now = scratch.now;
    expect((await elsewhere.run("approve", id, "--audit-log", scratch.log)).code).toBe(0);
    expect((await scratch.run("reject", id)).code).toBe(1);
    const { writers } = JSON.parse((await scratch.run("verify", "--json")).output);
    // The second answer was none, and has left nothing.
    expect(writers).toHaveLength(2);
    expect(writers[1]).toMatchObject({ closed: true, checkpointed: writers[1].size });
    expect(existsSync(elsewhere.key)).toBe(false);
  });

  it("answers nothing that it cannot sign", async () => {
    const { scratch, attempt } = payer();
    const id = await attempt();
    chmodSync(scratch.key, 0o640);
    const { code, errors } = await scratch.run("approve", id);
    expect([code, errors]).toEqual([2, expect.stringContaining("others may use it")]);
    expect((await scratch.run("pending-approvals")).output).toContain(id);
  });

  it("makes a key where neither log nor state folder has one", async () => {
    const { scratch, attempt } = payer();
    const id = await attempt();
    rmSync(scratch.key);
    const elsewhere = new Scratch();
    elsewhere.now = scratch.now;
    rmSync(elsewhere.state, { recursive: true });
    expect((await elsewhere.run("approve", id, "--audit-log", scratch.log)).code).toBe(0);
    expect(statSync(elsewhere.key).mode & 0o777).toBe(0o600);
    expect(statSync(elsewhere.state).mode & 0o777).toBe(0o700);
  });

  it("takes the operating system's user where no name is given", async () => {
    const { scratch, attempt } = payer();
    expect((await scratch.run("approve", await attempt())).output).toMatch(/\napproved by \S+\n$/);
  });

  it("does not answer what it does not know, what was answered, or what has expired", async () => {
    const { scratch, attempt } = payer();
    const unknown = await scratch.run("approve", "apr_\u001B");
    expect(unknown).toMatchObject({ code: 1, output: "" });
    expect(unknown.errors).toContain(String.raw`there is no request "apr_\u001b"`);

    const id = await attempt();
    await scratch.run("approve", id, "--by", "alice");
    const again = await scratch.run("reject", id, "--by", "bob");
    expect(again).toMatchObject({
      code: 1,
      errors: expect.stringContaining("is approved by alice; only a pending"),
    });
    await attempt();
    const used = await scratch.run("approve", id);
    expect(used).toMatchObject({
      code: 1,
      errors: expect.stringContaining("is used up, approved by alice"),
    });

    const late = await attempt();
    scratch.now += 600_000;
    const expired = await scratch.run("approve", late);
    expect(expired).toMatchObject({
      code: 1,
      errors: expect.stringContaining("is expired at 2026-01-31 12:10:00"),
    });
    expect(await attempt()).not.toBe("made");
  });

  it("shows hostile requests and notes harmless", async () => {
    const { scratch, attempt } = payer();
    const id = await attempt({ amount: 5000, to: "\u001B[2J\u202E\n" });
    const { output, errors } = await scratch.run(
      "reject",
      id,
      "--by",
      "bob\u001B",
      "--note",
      "no\u009B\n",
    );
    expect(output).toContain(String.raw`{"amount":5000,"to":"\u001b[2J\u202e\n"}`);
    expect(output).toContain(String.raw`rejected by bob\u001b: no\u009b\u000a`);
    expect((output + errors).replaceAll("\n", "")).not.toMatch(/\p{C}/u);
  });

  it("leaves a file alone that is no log", async () => {
    const scratch = new Scratch();
    const file = scratch.file("empty.db", "");
    const { code, errors } = await scratch.run("approve", "apr_0", "--audit-log", file);
    expect([code, errors]).toEqual([3, expect.stringContaining("not a CapFence audit log")]);
    expect(readFileSync(file, "utf8")).toBe("");
  });

  it("refuses a blank name, and a log that is not there without making one", async () => {
    const { scratch, attempt } = payer();
    const id = await attempt();
    expect((await scratch.run("approve", id, "--by", " ")).code).toBe(2);
    expect((await scratch.run("approve", id, "--audit-log", "no-such.db")).code).toBe(2);
    expect((await scratch.run("logs", "--audit-log", "no-such.db")).code).toBe(2);
    expect((await scratch.run("pending-approvals")).output).toContain(id);
  });
});

describe("capfence reject", () => {
  it("refuses the call until the request expires, and the agent is told why", async () => {
    const { scratch, attempt, made } = payer();
    const id = await attempt();
    const { code, output } = await scratch.run("reject", id, "--by", "bob", "--note", "too much");
    expect([code, output]).toEqual([0, expect.stringContaining("rejected by bob: too much")]);
    expect(await attempt()).toBe(id);
    expect(made()).toBe(0);
    expect((await scratch.run("logs")).output).toMatch(/rejected +by bob: too much/);
    scratch.now += 600_000;
    expect(await attempt()).not.toBe(id);
  });
});
