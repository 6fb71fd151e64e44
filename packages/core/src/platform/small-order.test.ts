import { ed25519 } from "@noble/curves/ed25519.js";
import { describe, expect, it } from "vitest";
import * as node from "./node.ts";
import { isSmallOrder } from "./small-order.ts";
import * as web from "./web.ts";

const { Point } = ed25519;

/** A number in 32 bytes, the least first, as Ed25519 writes ordinates with the sign above them. */
function encoded(number: bigint): string {
  const bytes = number.toString(16).padStart(64, "0").match(/../g) ?? [];
  return bytes.toReversed().join("");
}

const EIGHTH = Point.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
const SMALL = Array.from({ length: 8 }, (_, times) => EIGHTH.multiplyUnsafe(BigInt(times)).toHex());

/** All that can be written in two ways, and what stands around it. */
const EDGES = Array.from({ length: 60 }, (_, near) => BigInt(near)).flatMap((near) =>
  [near, 2n ** 255n - 60n + near].flatMap((ordinate) => [
    encoded(ordinate),
    encoded(ordinate + 2n ** 255n),
  ]),
);

/** As the most lenient reader of points sees it. */
function isSmallPoint(key: string): boolean {
  try {
    return Point.fromHex(key, true).isSmallOrder();
  } catch {
    return false;
  }
}

describe("a key under which anybody can sign", () => {
  it("is known in all the ways to write it, and no other is taken for one", () => {
    expect(new Set(SMALL).size).toBe(8);
    const known = [...SMALL, ...EDGES].filter(isSmallOrder);
    expect(known).toEqual([...SMALL, ...EDGES].filter(isSmallPoint));
    expect(new Set(known).size).toBe(14);
    expect(isSmallOrder(Point.BASE.toHex())).toBe(false);
  });

  it.each([
    ["node", node],
    ["web", web],
  ])("verifies nothing on %s", (_name, { ed25519Verifier }) => {
    for (const key of SMALL) {
      const verify = ed25519Verifier(Buffer.from(key, "hex"));
      // With a factor of 0, one of eight messages is signed by each of the eight points.
      for (const point of SMALL)
        for (let message = 0; message < 8; message += 1) {
          const signature = Buffer.concat([Buffer.from(point, "hex"), Buffer.alloc(32)]);
          expect(verify(Uint8Array.of(message), signature)).toBe(false);
        }
    }
  });
});
