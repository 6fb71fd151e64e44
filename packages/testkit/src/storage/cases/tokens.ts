import type { Transition } from "@capfence/core";
import { expect } from "vitest";
import { Changes, CREATED, EXPIRES, sum } from "../changes.ts";
import type { StorageCase } from "../storage-case.ts";

/** Shows a token of two blocks with a proof. */
function presenting(nonce?: string, at: number = CREATED): Transition {
  const proof = nonce === undefined ? {} : { nonce };
  return { type: "present", ids: ["parent", "child"], until: EXPIRES, at: () => at, ...proof };
}

const revoking: Transition = {
  type: "revoke_token",
  id: "parent",
  revocation: { by: "dave", at: CREATED },
};

/** How capability tokens are used and revoked on an engine. */
export const tokenStorageCases: readonly StorageCase[] = [
  {
    name: "lets a proof be used once, however many show it at the same time in several writers",
    async run(open) {
      const engine = await open();
      const writers = [new Changes(engine), new Changes(engine), new Changes(engine)];
      const shown = Array.from({ length: 10 }, () => presenting("nonce"));
      const counts = await Promise.all(writers.map((one) => one.countApplied(shown)));
      expect(sum(counts)).toBe(1);
      expect(await engine.latest("proof", "nonce")).toMatchObject({ text: String(EXPIRES) });
      expect(await writers[0]?.apply(presenting("another"))).toBe(true);
    },
  },
  {
    name: "lets nothing through with a token one of whose blocks is revoked, or that is over",
    async run(open) {
      const engine = await open();
      const [one, other] = [new Changes(engine), new Changes(engine)];
      expect(await one.apply(presenting())).toBe(true);
      expect(await one.apply(presenting("late", EXPIRES))).toBe(false);
      expect(await other.apply(revoking)).toBe(true);
      expect(await other.apply(revoking)).toBe(false);
      expect(await one.apply(presenting())).toBe(false);
      expect(await one.apply(presenting("fresh"))).toBe(false);
      expect(await engine.latest("proof", "fresh")).toBe(undefined);
    },
  },
];
