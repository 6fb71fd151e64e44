import { describe, expect, it } from "vitest";
import { Random } from "../../../test/random.ts";
import { readVectors } from "../../../test/vectors.ts";
import { Frontier } from "./frontier.ts";
import { EMPTY_ROOT, type Hash, leafHash, leafHashHex, nodeHash } from "./hash.ts";
import { proveConsistency, proveInclusion } from "./prove.ts";
import { verifyConsistency, verifyInclusion } from "./verify.ts";

const LARGEST = 33;
const leaves: readonly Hash[] = Array.from({ length: LARGEST }, (_, index) =>
  leafHash(new TextEncoder().encode(`record ${index}`)),
);

/** The root as RFC 6962 (2.1) defines it, without anything of ours but the two hashes. */
function rootOf(hashes: readonly Hash[]): Hash {
  const [first] = hashes;
  if (first === undefined) return EMPTY_ROOT;
  if (hashes.length === 1) return first;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return nodeHash(rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)));
}

function frontierOf(hashes: readonly Hash[]): Frontier {
  const frontier = new Frontier();
  for (const hash of hashes) frontier.append(hash);
  return frontier;
}

const hex = (hash: Hash): string => Buffer.from(hash).toString("hex");
const changed = (hash: Hash): Hash => hash.with(7, (hash[7] ?? 0) ^ 1);

describe("leafHash and nodeHash", () => {
  it("are those of certificate transparency", () => {
    expect(hex(EMPTY_ROOT)).toBe(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
    expect(hex(leafHash(new Uint8Array(0)))).toBe(
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    );
  });

  it("are the same for a text as for its bytes, and in hex", () => {
    for (const text of ["", "record", "é\u0000😀", "x".repeat(5000)]) {
      const leaf = leafHash(new TextEncoder().encode(text));
      expect(leafHash(text)).toStrictEqual(leaf);
      expect(leafHashHex(text)).toBe(hex(leaf));
    }
  });

  it("make a node of nothing but hashes", () => {
    const [leaf] = leaves as readonly [Hash];
    for (const wrong of [leaf.subarray(1), new Uint8Array(33), new Uint8Array(0)]) {
      expect(() => nodeHash(wrong, leaf)).toThrow(RangeError);
      expect(() => nodeHash(leaf, wrong)).toThrow(RangeError);
    }
  });

  it("never take a node for a leaf", () => {
    const [left, right] = [leaves[0] as Hash, leaves[1] as Hash];
    expect(hex(leafHash(Buffer.concat([left, right])))).not.toBe(hex(nodeHash(left, right)));
  });
});

describe("Frontier", () => {
  it("has the root of every tree as it grows", () => {
    const frontier = new Frontier();
    expect(frontier.root()).toStrictEqual(EMPTY_ROOT);
    for (const [index, leaf] of leaves.entries()) {
      frontier.append(leaf);
      expect(frontier.size).toBe(index + 1);
      expect(hex(frontier.root())).toBe(hex(rootOf(leaves.slice(0, index + 1))));
    }
  });

  it("goes on from its size and roots, and a copy goes on alone", () => {
    const half = frontierOf(leaves.slice(0, 21));
    const again = new Frontier(half.size, half.roots);
    const copy = half.copy();
    for (const leaf of leaves.slice(21)) again.append(leaf);
    expect(hex(again.root())).toBe(hex(rootOf(leaves)));
    expect(hex(half.root())).toBe(hex(rootOf(leaves.slice(0, 21))));
    expect(hex(copy.root())).toBe(hex(half.root()));
  });

  it.each([
    [3, 1],
    [0, 1],
    [4, 2],
    [-1, 0],
    [1.5, 1],
    [2 ** 53, 1],
  ])("refuses %d leaves in %d subtrees", (size, count) => {
    expect(() => new Frontier(size, leaves.slice(0, count))).toThrow(RangeError);
  });
});

describe("inclusion", () => {
  it("is proved for every leaf of every tree, and for no other leaf, place, size or root", async () => {
    for (let size = 1; size <= LARGEST; size += 1) {
      const root = rootOf(leaves.slice(0, size));
      for (let index = 0; index < size; index += 1) {
        const leaf = leaves[index] as Hash;
        const proof = await proveInclusion(index, size, leaves);
        const claim = { index, size, leaf, root };
        expect(verifyInclusion(claim, proof)).toBe(true);
        expect(verifyInclusion({ ...claim, leaf: changed(leaf) }, proof)).toBe(false);
        expect(verifyInclusion({ ...claim, root: changed(root) }, proof)).toBe(false);
        expect(verifyInclusion({ ...claim, index: index + 1 }, proof)).toBe(false);
        expect(verifyInclusion(claim, [...proof, root])).toBe(false);
        expect(verifyInclusion(claim, proof.slice(1))).toBe(proof.length === 0);
        for (const place of proof.keys())
          expect(verifyInclusion(claim, proof.with(place, changed(proof[place] as Hash)))).toBe(
            false,
          );
      }
    }
  });

  it.each([
    [1, 1],
    [-1, 3],
    [0, 0],
    [0.5, 3],
    [2, 40],
  ])("has no proof for leaf %d of %d", async (index, size) => {
    await expect(proveInclusion(index, size, leaves)).rejects.toThrow(RangeError);
  });
});

describe("consistency", () => {
  it("is proved between every two trees, and not where a root or the proof is another", async () => {
    for (let size = 0; size <= LARGEST; size += 1)
      for (let firstSize = 0; firstSize <= size; firstSize += 1) {
        const proof = await proveConsistency(firstSize, size, leaves);
        const firstRoot = rootOf(leaves.slice(0, firstSize));
        const root = rootOf(leaves.slice(0, size));
        const claim = { firstSize, firstRoot, size, root };
        expect(verifyConsistency(claim, proof)).toBe(true);
        expect(verifyConsistency({ ...claim, firstRoot: changed(firstRoot) }, proof)).toBe(false);
        // The empty tree says nothing of what follows.
        expect(verifyConsistency({ ...claim, root: changed(root) }, proof)).toBe(
          firstSize === 0 && size > 0,
        );
        expect(verifyConsistency(claim, [...proof, root])).toBe(false);
        for (const place of proof.keys())
          expect(verifyConsistency(claim, proof.with(place, changed(proof[place] as Hash)))).toBe(
            false,
          );
      }
  });

  it("is not proved for a tree that was written anew", async () => {
    const random = new Random(6962);
    for (let run = 0; run < 200; run += 1) {
      const size = 2 + random.below(LARGEST - 1);
      const firstSize = 1 + random.below(size - 1);
      const edited = random.below(firstSize);
      const other = leaves.with(edited, changed(leaves[edited] as Hash)).slice(0, size);
      const proof = await proveConsistency(firstSize, size, other);
      const firstRoot = rootOf(leaves.slice(0, firstSize));
      expect(verifyConsistency({ firstSize, firstRoot, size, root: rootOf(other) }, proof)).toBe(
        false,
      );
    }
  });

  it.each([
    [3, 2],
    [-1, 2],
    [1, 2.5],
    [1, 40],
  ])("has no proof from %d to %d leaves", async (first, size) => {
    await expect(proveConsistency(first, size, leaves)).rejects.toThrow(RangeError);
  });
});

interface Vector {
  readonly kind: "inclusion" | "consistency";
  readonly file: string;
  readonly wantErr: boolean;
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string | null;
  readonly leafHash: string | null;
  readonly size1: number;
  readonly size2: number;
  readonly root1: string | null;
  readonly root2: string | null;
  readonly proof: readonly string[] | null;
}

const vectors = readVectors("merkle_proofs.jsonl") as readonly Vector[];
const bytes = (text: string | null): Hash => new Uint8Array(Buffer.from(text ?? "", "base64"));

/** Compares roots of 12 bytes, which no tree has; whether to look at more than that they are equal is left open. */
const SHORT_ROOTS = "consistency/additional/sizes-are-equal-one-and-proof-is-empty.json";

describe.skipIf(vectors.length === 0)("the vectors of transparency-dev/merkle", () => {
  it.each(vectors.map((vector) => [vector.file, vector] as const))("%s", (_file, vector) => {
    const proof = (vector.proof ?? []).map(bytes);
    const verified =
      vector.kind === "inclusion"
        ? verifyInclusion(
            {
              index: vector.leafIdx,
              size: vector.treeSize,
              leaf: bytes(vector.leafHash),
              root: bytes(vector.root),
            },
            proof,
          )
        : verifyConsistency(
            {
              firstSize: vector.size1,
              firstRoot: bytes(vector.root1),
              size: vector.size2,
              root: bytes(vector.root2),
            },
            proof,
          );
    expect(verified).toBe(!vector.wantErr && vector.file !== SHORT_ROOTS);
  });
});
