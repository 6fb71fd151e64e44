import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, inject, it } from "vitest";
import { Agent } from "./agent.ts";
import { Bank } from "./bank.ts";
import { FRAMEWORKS } from "./frameworks.ts";

const little = { amount: 5, to: "ann" };
const enormous = { amount: 500, to: "ann" };
const large = { amount: 50, to: "ann" };

const isOldPython = /^3\.1[01]\./.test(inject("pythonVersion"));
const WAITS = /Denied for now: a human looks at large sums\..*request (apr_[0-9a-f]+)/;

describe.skipIf(inject("noPython") !== "").concurrent.each(FRAMEWORKS)("$name", (framework) => {
  const { timesOut, givesUpSilently, endsByTimeoutOverHttp, brokenOverHttpBefore312 } = framework;
  const isBroken = isOldPython && brokenOverHttpBefore312 === true;
  const transports = isBroken ? (["stdio"] as const) : (["stdio", "http"] as const);

  it.concurrent.each(transports)(
    "over %s runs what is allowed, is told what is denied and what a human has to approve, and goes on",
    async (transport) => {
      await using bank = new Bank();
      const env = await bank.reachedOver(transport);
      using agent = new Agent(framework, { transport, timeout: 30, cwd: bank.folder, env });
      await agent.begun();
      expect(await agent.pay(little)).toContain("paid 5 to ann");
      expect(bank.calls).toEqual([little]);
      expect(await agent.pay(enormous)).toContain(
        "Denied by policy (policy_deny): nobody pays that much. Nothing was run.",
      );
      expect(await agent.pay(large)).toMatch(WAITS);
      expect(bank.calls).toEqual([little]);
      expect(await agent.end()).toBe("done");
    },
  );

  it.concurrent.each(transports)(
    "over %s need not wait for a human, and runs once what they have approved meanwhile",
    async (transport) => {
      await using bank = new Bank();
      const env = await bank.reachedOver(transport);
      using agent = new Agent(framework, { transport, timeout: 15, cwd: bank.folder, env });
      await agent.begun();
      const [, id = ""] = WAITS.exec(await agent.pay(large)) ?? [];
      expect(bank.calls).toEqual([]);
      await bank.capfence("approve", id, "--by", "carol");
      expect(await agent.pay(large)).toContain("paid 50 to ann");
      const [, another = ""] = WAITS.exec(await agent.pay(large)) ?? [];
      expect(another).toMatch(/^apr_/);
      expect(another).not.toBe(id);
      expect(bank.calls).toEqual([large]);
    },
  );

  const goesOn = transports.filter((one) => one === "stdio" || endsByTimeoutOverHttp !== true);
  const outlived = timesOut === undefined ? [] : goesOn;
  const [cancelling, silent] = givesUpSilently === true ? [[], outlived] : [outlived, []];

  it.concurrent.each(cancelling)(
    "over %s gives up what is held for longer than its timeout, which then does not run, but the next same call does",
    async (transport) => {
      await using bank = new Bank("60s");
      const env = await bank.reachedOver(transport);
      using agent = new Agent(framework, { transport, timeout: 10, cwd: bank.folder, env });
      await agent.begun();
      expect(await agent.pay(large)).toMatch(timesOut ?? "");
      await bank.capfence("approve", await bank.pending(), "--by", "carol");
      // Were the call that nobody waits for any more still held, it would run now.
      await pause(1500);
      expect(bank.calls).toEqual([]);
      expect(await agent.pay(large)).toContain("paid 50 to ann");
      expect(bank.calls).toEqual([large]);
      expect(await agent.end()).toBe("done");
    },
  );

  it.concurrent.each(silent)(
    "over %s gives up silently what is held for longer than its timeout, and the next same call takes its place",
    async (transport) => {
      await using bank = new Bank("60s");
      const env = await bank.reachedOver(transport);
      using agent = new Agent(framework, { transport, timeout: 10, cwd: bank.folder, env });
      await agent.begun();
      expect(await agent.pay(large)).toMatch(timesOut ?? "");
      const id = await bank.pending();
      const again = agent.pay(large);
      await bank.capfence("approve", id, "--by", "carol");
      expect(await again).toContain("paid 50 to ann");
      expect(bank.calls).toEqual([large]);
      expect(await agent.end()).toBe("done");
    },
  );
});
