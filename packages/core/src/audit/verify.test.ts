import { describe, expect, it } from "vitest";
import { sha256Hex } from "../encoding/sha256.ts";
import { type AuditEntry, type AuditHead, EMPTY_HEAD, linkEntry } from "./chain.ts";
import { verifyEntries } from "./verify.ts";

/** A log of `length` records. */
function log(length: number): AuditEntry[] {
  let head: AuditHead = EMPTY_HEAD;
  return Array.from({ length }, (_, index) => {
    const decision = `decision ${index}`;
    const entry = linkEntry(head, { kind: "outcome", decision, outcome: "succeeded", time: "now" });
    head = entry;
    return entry;
  });
}

/** The entry with another text, and a hash that fits it. */
function rehashed(entry: AuditEntry | undefined, change: (text: string) => string): AuditEntry {
  if (entry === undefined) throw new Error("there is no such entry");
  const text = change(entry.text);
  return { ...entry, text, hash: sha256Hex(text) };
}

async function findings(entries: readonly AuditEntry[]): Promise<readonly string[]> {
  const report = await verifyEntries(entries);
  expect(report.intact).toBe(report.findings.length === 0);
  return report.findings.map(({ kind, seq }) => `${kind} ${seq}`);
}

describe("verifyEntries", () => {
  it("finds nothing in a log as it was written, and gives its head", async () => {
    const entries = log(5);
    const report = await verifyEntries(entries);
    expect(report).toMatchObject({ intact: true, entries: 5, findingCount: 0 });
    expect(report.head).toEqual({ seq: 5, hash: entries[4]?.hash });
  });

  it("calls an empty log intact", async () => {
    expect(await verifyEntries([])).toMatchObject({ intact: true, entries: 0, head: EMPTY_HEAD });
  });

  it("finds a text that was edited", async () => {
    const entries = log(3);
    const text = entries[1]?.text.replace("succeeded", "failed") ?? "";
    expect(await findings(entries.with(1, { ...entries[1]!, text }))).toEqual(["edited 2"]);
  });

  it("finds a record that was replaced together with its hash", async () => {
    const entries = log(4);
    const replaced = rehashed(entries[1], (text) => text.replace("decision 1", "decision 9"));
    expect(await findings(entries.with(1, replaced))).toEqual(["unlinked 3"]);
  });

  it("finds what was removed from the start and the middle", async () => {
    const entries = log(6);
    expect(await findings(entries.slice(2))).toEqual(["missing 3"]);
    expect(await findings(entries.toSpliced(2, 2))).toEqual(["missing 5"]);
  });

  it("finds entries that changed places or stand there twice", async () => {
    const [one, two, three] = log(3);
    expect((await findings([one!, three!, two!])).length).toBeGreaterThan(0);
    expect((await findings([one!, two!, two!, three!])).length).toBeGreaterThan(0);
  });

  it.each([
    ["not JSON", () => "{"],
    ["not canonical", (text: string) => text.replace("{", "{ ")],
    ["of another number", (text: string) => text.replace('"seq":2', '"seq":3')],
    ["of another version", (text: string) => text.replace('"v":1', '"v":2')],
  ])("finds an entry that is %s", async (_, change) => {
    const entries = log(2);
    expect(await findings(entries.with(1, rehashed(entries[1], change)))).toEqual(["malformed 2"]);
  });

  it("lists the first hundred findings and counts them all", async () => {
    const entries = log(150).map((entry) => ({ ...entry, hash: "0".repeat(64) }));
    const report = await verifyEntries(entries);
    expect(report.findings).toHaveLength(100);
    expect(report.findingCount).toBe(150);
  });
});
