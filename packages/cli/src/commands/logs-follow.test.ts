import { setTimeout as pause } from "node:timers/promises";
import { type ActionRuntime, guard } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { Collector, Scratch } from "../../test/scratch.ts";
import { run } from "../run.ts";

const POLICY = "deny: [{ capability: shell.execute, contains: rm }]\nallow: [shell.execute]";

/** A log that is followed. */
function follow(scratch: Scratch, ...options: readonly string[]) {
  const output = new Collector();
  const errors = new Collector();
  const stop = Promise.withResolvers<void>();
  const ended = run(["logs", "--follow", ...options], {
    output,
    errors,
    clock: () => scratch.now,
    stateFolder: scratch.state,
    stopped: () => stop.promise,
  });
  return {
    /** Waits until the command has printed this. */
    async printed(text: string): Promise<void> {
      await expect.poll(() => output.text, { timeout: 5000 }).toContain(text);
    },
    async stop(): Promise<number> {
      stop.resolve();
      return ended;
    },
    rows: () => output.text.trimEnd().split("\n"),
    output,
    errors,
  };
}

function call(runtime: ActionRuntime, agentId: string, command = "ls"): Promise<unknown> {
  const ports = { runtime, agentId, capability: "shell.execute", toolName: "tool" };
  return guard(ports, () => undefined)({ command }).catch(() => undefined);
}

describe("capfence logs --follow", () => {
  it("goes on with what several writers append, until it is stopped", async () => {
    const scratch = new Scratch();
    await call(scratch.runtime(POLICY), "before");
    const following = follow(scratch);
    await following.printed("before");
    const [one, two] = [scratch.runtime(POLICY), scratch.runtime(POLICY)];
    await call(one, "first");
    await following.printed("first");
    await call(two, "second", "rm");
    await following.printed("second");
    await one.close();
    expect(await following.stop()).toBe(0);
    expect(following.rows().map((row) => row.split(/ {2,}/).slice(1))).toEqual([
      ["agent_id", "capability", "decision", "reason", "outcome"],
      ["before", "shell.execute", "allow", "policy_allow", "succeeded"],
      ["first", "shell.execute", "allow", "policy_allow"],
      ["first", "shell.execute", "succeeded"],
      ["second", "shell.execute", "deny", "policy_deny", "not run"],
    ]);
    expect(following.errors.text).toBe("");
  });

  it("prints stored records, each once", async () => {
    const scratch = new Scratch();
    const runtime = scratch.runtime(POLICY);
    await call(runtime, "a");
    const following = follow(scratch, "--json");
    await following.printed("outcome");
    await call(runtime, "b");
    await following.printed('"actor":"b"');
    await runtime.close();
    await following.printed('"kind":"close"');
    await pause(300);
    await following.stop();
    expect(following.output.text).toBe(scratch.entries.map(({ text }) => `${text}\n`).join(""));
  });

  it("keeps each writer's records in their order, whatever time they say", async () => {
    const scratch = new Scratch();
    await call(scratch.runtime(POLICY), "a");
    const following = follow(scratch, "--json", "--limit", "1");
    await following.printed("outcome");
    const runtimes = [scratch.runtime(POLICY), scratch.runtime(POLICY)];
    for (const runtime of runtimes) {
      await call(runtime, "b");
      // The clock is set back.
      scratch.now -= 60_000;
      await runtime.close();
    }
    await expect.poll(() => following.output.text.match(/"kind":"close"/g)).toHaveLength(2);
    await following.stop();
    const records = following
      .rows()
      .map((row) => JSON.parse(row) as { writer: string; seq: number });
    for (const [, own] of Map.groupBy(records.slice(1), ({ writer }) => writer))
      expect(own.map(({ seq }) => seq)).toEqual(own.map((_, index) => index + 1));
  });

  it("shows only what is asked for, with its outcome", async () => {
    const scratch = new Scratch();
    const runtime = scratch.runtime(POLICY);
    await call(runtime, "a");
    const following = follow(scratch, "--agent", "b");
    await following.printed("timestamp");
    await call(runtime, "a");
    await call(runtime, "b");
    await following.printed("succeeded");
    await following.stop();
    expect(following.rows()).toHaveLength(3);
  });

  it("ends with a damaged log's exit code where the log was damaged before", async () => {
    const scratch = new Scratch();
    await call(scratch.runtime(POLICY), "a");
    scratch.tamper("UPDATE log SET text = 'x' || char(27) WHERE seq = 2");
    const following = follow(scratch);
    await following.printed("is not a record");
    expect(await following.stop()).toBe(3);
    expect(following.errors.text).toContain("the log is damaged");
    expect(following.output.text.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
  });

  it("ends when its process is told to", async () => {
    const scratch = new Scratch();
    const runtime = scratch.runtime(POLICY);
    await call(runtime, "a");
    const { lines, stop, errors } = await scratch.start(2, "logs", "-f");
    expect(lines[1]).toContain("succeeded");
    expect([await stop("SIGTERM"), errors()]).toEqual([0, ""]);
  });
});
