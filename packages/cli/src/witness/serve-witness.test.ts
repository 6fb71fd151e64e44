import { join } from "node:path";
import {
  Frontier,
  generateSignerKey,
  type Hash,
  leafHash,
  proveConsistency,
  proveInclusion,
  type PublishedCheckpoint,
  readSignerKey,
  signNote,
  verifyTlogProof,
  Witness,
  WitnessClient,
  writeCheckpoint,
  writeNote,
  writeTlogProof,
} from "@capfence/core/tlog";
import { afterEach, describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";
import { serveWitness, type WitnessServer } from "./serve-witness.ts";
import { WitnessFile } from "./witness-file.ts";

const NOW = Date.parse("2026-01-31T12:00:00.000Z");
const ORIGIN = "example.org/log/0123456789abcdef";
const log = readSignerKey(generateSignerKey("example.org/log"));
const witness = readSignerKey(generateSignerKey("example.org/witness"));
const records = Array.from({ length: 40 }, (_, index) => Uint8Array.of(index));
const leaves = records.map(leafHash);
const opened: { close: () => unknown }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

function checkpoint(size: number, hashes: readonly Hash[] = leaves): PublishedCheckpoint {
  const frontier = new Frontier();
  for (const leaf of hashes.slice(0, size)) frontier.append(leaf);
  const root = frontier.root();
  const text = writeCheckpoint({ origin: ORIGIN, size, root, extensions: [] });
  const note = writeNote(signNote(text, log));
  const proveFrom = (first: number): Promise<readonly Hash[]> =>
    proveConsistency(first, size, hashes);
  return { origin: ORIGIN, size, root, note, proveFrom };
}

async function start(): Promise<WitnessServer> {
  const store = new WitnessFile(join(new Scratch().folder, "witness.db"));
  const logs = [log.verifier];
  const server = await serveWitness(
    new Witness({ signer: witness, logs, store, clock: () => NOW }),
    "127.0.0.1",
    0,
    (problem) => {
      throw new Error(problem);
    },
  );
  opened.push(server, store);
  return server;
}

const clientOf = ({ url }: WitnessServer): WitnessClient =>
  new WitnessClient({ url, key: witness.cosigner });

describe("a witness that serves, and its client", () => {
  it("make proofs that carry the witness's signature", async () => {
    const client = clientOf(await start());
    for (const size of [1, 2, 7, 7, 32, 40]) await client.publish(checkpoint(size));
    const proof = writeTlogProof({
      index: 9,
      hashes: await proveInclusion(9, 40, leaves),
      checkpoint: client.cosigned(ORIGIN) ?? "",
    });
    const trust = { key: log.verifier, witnesses: [witness.cosigner] };
    expect(verifyTlogProof(proof, Uint8Array.of(9), trust)).toStrictEqual({
      kind: "proved",
      origin: ORIGIN,
      index: 9,
      size: 40,
      signer: "example.org/log",
      witnesses: [{ name: "example.org/witness", time: NOW / 1000 }],
    });
  });

  it("agree from where to go on when the client starts anew", async () => {
    const server = await start();
    await clientOf(server).publish(checkpoint(13));
    const again = clientOf(server);
    await again.publish(checkpoint(20));
    expect(again.cosigned(ORIGIN)).toContain("\n20\n");
  });

  it("tell of a log that was cut off, rewritten, or is of nobody they know", async () => {
    const server = await start();
    await clientOf(server).publish(checkpoint(13));
    const others = leaves.with(3, leafHash(Uint8Array.of(99)));
    await expect(clientOf(server).publish(checkpoint(12))).rejects.toThrow("the log was cut off");
    await expect(clientOf(server).publish(checkpoint(13, others))).rejects.toThrow(
      "another checkpoint of this size",
    );
    await expect(clientOf(server).publish(checkpoint(20, others))).rejects.toThrow(
      "does not extend the checkpoint it signed before",
    );
    const stranger = readSignerKey(generateSignerKey("example.org/log"));
    const { note } = checkpoint(20);
    const text = note.slice(0, note.indexOf("\n\n") + 1);
    const forged = { ...checkpoint(20), note: writeNote(signNote(text, stranger)) };
    await expect(clientOf(server).publish(forged)).rejects.toThrow("it answered 403");
    const elsewhere = { ...forged, note: writeNote(signNote(text.replace(ORIGIN, "x"), stranger)) };
    await expect(clientOf(server).publish(elsewhere)).rejects.toThrow("it answered 404");
    await clientOf(server).publish(checkpoint(20));
  });
});
