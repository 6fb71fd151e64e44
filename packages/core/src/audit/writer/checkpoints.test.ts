import { describe, expect, it, vi } from "vitest";
import { change, KeepingAnchor, kindsIn, signer } from "../../../test/told-trail.ts";
import { MemoryStorage } from "../../storage/memory.ts";
import type { Anchor } from "../anchor.ts";
import { verifyConsistency } from "../merkle/verify.ts";
import { ImmutableAuditTrail } from "../trail.ts";

function signed(facts: object = {}): ImmutableAuditTrail {
  return new ImmutableAuditTrail({ store: new MemoryStorage(), signer, ...facts });
}

const nobodyListens = (): never => {
  throw new Error("nobody listens");
};

describe("checkpoints", () => {
  it("are made with the first commit, after so many records, and at the close", async () => {
    const trail = signed({ checkpointEvery: { records: 3 } });
    for (let count = 0; count < 4; count += 1) await trail.append(change);
    await trail.close();
    expect(await kindsIn(trail)).toEqual([
      "open",
      "outcome",
      "checkpoint",
      "outcome",
      "outcome",
      "outcome",
      "checkpoint",
      "close",
      "checkpoint",
    ]);
    const report = await trail.verify({ keys: [signer.verifier] });
    expect(report).toMatchObject({
      intact: true,
      writers: [{ size: 9, checkpointed: 9, closed: true, key: "example.org/log" }],
    });
  });

  it("are made when a record has waited long enough, once, and never for nothing", async () => {
    vi.useFakeTimers();
    try {
      const trail = signed({ checkpointEvery: { seconds: 5 } });
      await trail.append(change);
      await vi.advanceTimersByTimeAsync(60_000);
      await trail.append(change);
      await vi.advanceTimersByTimeAsync(4_999);
      expect((await kindsIn(trail)).slice(3)).toEqual(["outcome"]);
      await vi.advanceTimersByTimeAsync(60_000);
      expect((await kindsIn(trail)).slice(3)).toEqual(["outcome", "checkpoint"]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("reach the anchors in order, with a proof from any size", async () => {
    const anchor = new KeepingAnchor();
    const trail = signed({ anchors: [anchor], checkpointEvery: { records: 1 } });
    for (let count = 0; count < 5; count += 1) await trail.append(change);
    const [first, ...later] = anchor.published;
    expect(later.map(({ size }) => size)).toEqual([4, 6, 8, 10]);
    for (const { size, root, proveFrom } of later)
      expect(
        verifyConsistency(
          { firstSize: first?.size ?? 0, firstRoot: first?.root ?? root, size, root },
          await proveFrom(first?.size ?? 0),
        ),
      ).toBe(true);
  });

  it("that an anchor cannot keep are told, and close the trail where it is required", async () => {
    const failures: unknown[] = [];
    const onAnchorFailure = (error: unknown): number => failures.push(error);
    const optional = new KeepingAnchor();
    optional.fails = true;
    const open = signed({ anchors: [optional], onAnchorFailure });
    await open.append(change);
    await open.append(change);
    const required = new KeepingAnchor(true);
    required.fails = true;
    const closed = signed({ anchors: [required], onAnchorFailure });
    await closed.append(change);
    await expect(closed.append(change)).rejects.toThrow("no space");
    expect(failures).toHaveLength(2);
  });

  it("that an anchor cannot keep change nothing where the telling fails as well", async () => {
    const anchor = new KeepingAnchor();
    anchor.fails = true;
    const trail = signed({ anchors: [anchor], onAnchorFailure: nobodyListens });
    await trail.append(change);
    await trail.append(change);
    await trail.close();
    expect(await trail.verify()).toMatchObject({ intact: true });
  });

  it("that an anchor cannot keep make the process warn, where nobody else is told", async () => {
    const warned = vi.spyOn(process, "emitWarning").mockReturnValue();
    const anchor = new KeepingAnchor();
    anchor.fails = true;
    await signed({ anchors: [anchor] }).append(change);
    expect(warned).toHaveBeenCalledWith(
      'the anchor "keeping" could not keep a checkpoint: no space',
      "CapFenceWarning",
    );
    warned.mockRestore();
  });

  it("wait for an anchor that is slow, which then gets the latest", async () => {
    const sizes: number[] = [];
    const gates: (() => void)[] = [];
    const slow: Anchor = {
      name: "slow",
      publish({ size }) {
        sizes.push(size);
        return new Promise((resolve) => gates.push(resolve));
      },
    };
    const trail = signed({ anchors: [slow], checkpointEvery: { records: 1 } });
    for (let count = 0; count < 4; count += 1) await trail.append(change);
    const closed = trail.close();
    await new Promise((resolve) => setTimeout(() => setImmediate(resolve)));
    expect(sizes).toEqual([2]);
    gates[0]?.();
    await vi.waitFor(() => expect(sizes).toEqual([2, 10]));
    gates[1]?.();
    await closed;
  });
});
