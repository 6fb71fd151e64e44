import { expect } from "vitest";
import type { AdapterCase } from "../adapter-case.ts";
import { rejection } from "../errors.ts";
import { ALLOWED, copyOf, DENIED } from "../transfer-tool.ts";

/** What the tool gets to see. */
export const inputCases: readonly AdapterCase[] = [
  {
    name: "is not changed by what its caller does to the input after the call",
    async run(stage) {
      const { tool, runs, decisions } = await stage();
      const input = copyOf(ALLOWED);
      const running = tool.call(input);
      input.amount = DENIED.amount;
      input.to = "eve";
      input.tags.push("changed");
      await running;
      expect(runs.map((run) => run.input)).toEqual([ALLOWED]);
      expect(await decisions()).toMatchObject([{ payload: ALLOWED }]);
    },
  },
  {
    name: "gives the tool the frozen judged input, not its caller's object",
    async run(stage) {
      const { tool, runs } = await stage();
      const input = copyOf(ALLOWED);
      await tool.call(input);
      const seen = runs[0]?.input;
      expect(seen).toEqual(ALLOWED);
      expect(seen).not.toBe(input);
      expect(seen?.tags).not.toBe(input.tags);
      expect(Object.isFrozen(seen)).toBe(true);
      expect(Object.isFrozen(seen?.tags)).toBe(true);
      expect(Object.isFrozen(input)).toBe(false);
    },
  },
  {
    name: "never runs on input that is not JSON",
    async run(stage) {
      const cycle: unknown[] = [];
      cycle.push(cycle);
      const spoilt: Readonly<Record<string, unknown>>[] = [
        { amount: 5n },
        { amount: Number.NaN },
        { amount: Number.POSITIVE_INFINITY },
        { to: "\uD800" },
        { to: new Date(0) },
        { to: () => "bob" },
        { tags: cycle },
        { tags: new Set(["rent"]) },
      ];
      const { tool, runs } = await stage();
      for (const part of spoilt) await rejection(tool.call({ ...ALLOWED, ...part }));
      expect(runs).toEqual([]);
    },
  },
  {
    name: "runs nothing but what it recorded, for an input that changes while it is read",
    async run(stage) {
      for (const shifty of [accessors(), proxy()]) {
        const { tool, runs, decisions } = await stage();
        const running = tool.call(shifty);
        await running.catch(() => "refusing it is as good");
        const authorised = (await decisions()).filter((decision) => decision.authorized);
        expect(runs.map((run) => run.input)).toEqual(authorised.map(({ payload }) => payload));
      }
    },
  },
];

/** An input whose amount grows each time it is read. */
function accessors(): object {
  let amount = ALLOWED.amount;
  return {
    ...copyOf(ALLOWED),
    get amount() {
      amount *= 4;
      return amount;
    },
  };
}

function proxy(): object {
  let amount = ALLOWED.amount;
  return new Proxy(copyOf(ALLOWED), {
    get(target, key, receiver): unknown {
      if (key !== "amount") return Reflect.get(target, key, receiver);
      amount *= 4;
      return amount;
    },
  });
}
