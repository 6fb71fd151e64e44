import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runs, TIME } from "../../test/assurance/assurance-runs.ts";
import { minted, NOW, verified } from "../../test/minted.ts";
import { canonicalJson } from "../encoding/canonical-json.ts";
import type { JsonObject } from "../encoding/json.ts";
import { generateHolderKey } from "./holder-key.ts";
import { attenuateToken } from "./make-token.ts";
import { readToken, writeToken } from "./token-text.ts";
import { TokenError } from "./token-error.ts";

/** Every bit of every character takes a minute; without the long share, one of each is turned. */
const isWhole = runs(1, 8).numRuns === 8;

/** A token of three blocks, as text. */
function threeBlocks(bound = false): string {
  const once = attenuateToken(minted(), { conditions: { amount_lte: 20 } }, { now: NOW });
  const holder = bound ? { holder: generateHolderKey().publicKey } : {};
  return writeToken(attenuateToken(once, { expires: NOW + 9 }, { now: NOW, ...holder }));
}

/** Each block of a token with its signature. */
function pairs(text: string): readonly string[] {
  return (
    text
      .split(".")
      .slice(1)
      .join(".")
      .match(/[^.]+\.[^.]+/g) ?? []
  );
}

/** Whether a text is no token, or one that the gate does not take. */
function isRefused(text: string): boolean {
  try {
    verified(readToken(text));
    return false;
  } catch (error) {
    if (error instanceof TokenError) return true;
    throw error;
  }
}

function wordsOf(doing: () => unknown): string {
  try {
    return String(doing());
  } catch (error) {
    return String(error);
  }
}

describe("the text of a token", () => {
  it.each([false, true])("is read back as it was written (bound: %s)", (bound) => {
    const text = threeBlocks(bound);
    const token = readToken(text);
    expect(writeToken(token)).toBe(text);
    expect(token.key === undefined).toBe(bound);
    expect(verified(token).ids).toHaveLength(3);
  });

  it.each([false, true])(
    "is refused with any of its bits turned (bound: %s)",
    (bound) => {
      const bytes = Buffer.from(threeBlocks(bound));
      const taken: string[] = [];
      for (let place = 0; place < bytes.length; place += 1)
        for (let bit = 0; bit < 8; bit += 1) {
          if (!isWhole && bit !== place % 8) continue;
          const turned = Buffer.from(bytes);
          turned[place] = (turned[place] ?? 0) ^ (1 << bit);
          if (!isRefused(turned.toString("latin1"))) taken.push(`bit ${bit} of ${place}`);
        }
      expect(taken).toEqual([]);
    },
    TIME,
  );

  it("is refused with blocks left out, doubled, put elsewhere or taken from another token", () => {
    const own = pairs(threeBlocks(true));
    const pool = [...own, ...pairs(threeBlocks(true))];
    const places = fc.array(fc.nat(pool.length - 1), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(places, (chosen) => {
        const begins = (at: number): boolean =>
          chosen.length <= own.length && chosen.every((one, place) => one === at + place);
        const isPrefix = begins(0) || begins(own.length);
        const text = ["capfence1", ...chosen.map((one) => pool[one])].join(".");
        // The beginning of a bound token is a wider token without the key to it.
        expect(isRefused(text)).toBe(!isPrefix);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["", "does not begin"],
    ["capfence1", "1 to 8 blocks"],
    ["capfence2.e30.AA", "does not begin"],
    ["capfence1.e30.AA", "base64url of its length"],
    [`capfence1.e30.${"A".repeat(86)}`, "unknown|another version"],
    [`capfence1.4pyT.${"A".repeat(86)}`, "no JSON"],
    [`capfence1._w.${"A".repeat(86)}`, "UTF-8"],
    [`capfence1${".e30".repeat(20)}`, "1 to 8 blocks"],
    ["x".repeat(9000), "too long"],
  ])("%j is none", (text, message) => {
    expect(() => readToken(text)).toThrow(new RegExp(message));
    expect(() => readToken(text)).toThrow(TokenError);
  });

  it("is refused with the key of another", () => {
    const [, ...other] = threeBlocks().split(".");
    const text = `${threeBlocks(true)}.${other.at(-1) ?? ""}`;
    expect(() => readToken(text)).toThrow("its key is not the one");
  });

  it("is refused with the key of the holder that it is bound to", () => {
    const { privateKey, publicKey } = generateHolderKey();
    const text = writeToken({ ...minted({}, publicKey), key: privateKey });
    expect(() => readToken(text)).toThrow("that key stays with them");
  });

  it("cannot write to the terminal or the log of whoever reads what is wrong with it", () => {
    const members = JSON.parse(minted().chain.authority.text) as JsonObject;
    const signature = "A".repeat(86);
    for (const hostile of [{ issuer: "a\u001b[31m\u202e+00000000" }, { "\u001b[2J\u202e": 1 }]) {
      const text = Buffer.from(canonicalJson({ ...members, ...hostile })).toString("base64url");
      const said = wordsOf(() => readToken(`capfence1.${text}.${signature}`));
      expect(said).toContain("\\u{1b}");
      expect(said).not.toMatch(/\p{C}/u);
    }
  });

  it("is not said again by what is said of it", () => {
    const text = threeBlocks();
    const secret = text.split(".").at(-1) ?? "";
    for (const broken of [`${text}A`, text.slice(0, -1), `${text}.AAAA`]) {
      const said = wordsOf(() => readToken(broken));
      expect(said).toContain("this is not a capability token");
      expect(said).not.toContain(secret.slice(0, 12));
    }
  });
});
