import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import type { Condition } from "../conditions/condition.ts";
import type { PolicyDocument } from "../document/document.ts";
import { FALSE } from "../truth.ts";
import { CompiledPolicy } from "./policy.ts";

/** A condition that needs what is loaded by a promise, and how often it was asked. */
class Needy implements Condition {
  readonly key = "needy";
  pending: Promise<void> | undefined;
  asked = 0;

  constructor(pending: Promise<void> | undefined) {
    this.pending = pending;
  }

  evaluate(): typeof FALSE {
    return FALSE;
  }

  load(): Promise<void> | undefined {
    this.asked += 1;
    return this.pending;
  }
}

/** A policy with a rule for each of these conditions, beside one that needs nothing. */
function compiled(needs: readonly Condition[]): CompiledPolicy {
  const { document } = policy("deny: [{ capability: a.b, actor: x }]");
  const { rules } = document as PolicyDocument;
  const needy = needs.flatMap((one) => rules.map((rule) => ({ ...rule, conditions: [one] })));
  return new CompiledPolicy({ ...(document as PolicyDocument), rules: [...rules, ...needy] });
}

const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

describe("loading what a policy's conditions need", () => {
  it("is nothing where no condition needs anything", () => {
    expect(compiled([]).load()).toBeUndefined();
    expect(compiled([new Needy(undefined)]).load()).toBeUndefined();
  });

  it("is waited for as it is where all conditions wait for the same", () => {
    const pending = later();
    expect(compiled([new Needy(pending), new Needy(pending)]).load()).toBe(pending);
    expect(compiled([new Needy(undefined), new Needy(pending)]).load()).toBe(pending);
  });

  it("is over when the last of several has come", async () => {
    const done: number[] = [];
    const first = later().then(() => void done.push(1));
    const second = later()
      .then(later)
      .then(() => void done.push(2));
    await expect(compiled([new Needy(second), new Needy(first)]).load()).resolves.toBeUndefined();
    expect(done).toStrictEqual([1, 2]);
  });

  it("fails where one of several does", async () => {
    const broken = Promise.reject(new Error("not there"));
    await expect(compiled([new Needy(later()), new Needy(broken)]).load()).rejects.toThrow(
      "not there",
    );
  });

  it("is asked for until all of it is there, and then no more", () => {
    const slow = new Needy(later());
    const policyWithOne = compiled([slow, new Needy(undefined)]);
    expect(policyWithOne.load()).toBe(slow.pending);
    expect(policyWithOne.load()).toBe(slow.pending);
    slow.pending = undefined;
    for (let call = 0; call < 3; call += 1) expect(policyWithOne.load()).toBeUndefined();
    expect(slow.asked).toBe(3);
  });
});
