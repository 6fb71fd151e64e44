import type { OpenRecord } from "@capfence/core";
import { expect } from "vitest";
import { effectsOf, unauthorisedOf } from "./invariants.ts";
import { openSite } from "./open-site.ts";
import { type FoundTrail, readTrail } from "./read-trail.ts";
import type { Site } from "./site.ts";

/** What verification must say, by what the head folder and the log's own first records know: `<kind> <writer>`. */
function expectedFindings({ entries, records, heads }: FoundTrail): readonly string[] {
  const sizes = new Map<string, number>();
  for (const { writer } of entries) sizes.set(writer, (sizes.get(writer) ?? 0) + 1);
  const opens = records.filter((record): record is OpenRecord => record.kind === "open");
  const least = [
    // A checkpoint leaves the log only after its own record.
    ...heads.map(({ writer, size }) => ({ writer, size: size + 1 })),
    ...opens.flatMap(({ roster }) => roster),
  ];
  const found = least
    .filter(({ writer, size }) => (sizes.get(writer) ?? 0) < size)
    .map(({ writer }) => `${sizes.has(writer) ? "truncated" : "gap"} ${writer}`);
  return [...new Set(found)].toSorted();
}

/**
 * Verification says exactly what is lost, and where the head folder knows of it, the trail opens only for one who
 * accepts that; tells whether it did.
 */
export async function expectTruth(site: Site, circumstances: string): Promise<boolean> {
  const trail = await expectNamed(site, circumstances);
  const damaged = new Set(trail.report.findings.map(({ writer }) => writer));
  const lost = trail.heads.filter(({ writer }) => damaged.has(writer));
  if (lost.length > 0) await expectRefused(site, trail.entries.length, circumstances);
  const before = effectsOf(site.effects).length;
  const opened = await openSite(site, { agentId: "restored", acceptLoss: lost.length > 0 });
  await opened.write({ line: "restored" });
  await opened.close();
  // What was accepted is in the log from now on; what others in the log knew of it is still said.
  const { records } = await expectNamed(site, `${circumstances}, accepted`);
  const accepted = records.findLast((record) => record.kind === "open")?.acceptedLoss ?? [];
  const added = effectsOf(site.effects).slice(before);
  const unauthorised = unauthorisedOf(added, records);
  expect({ circumstances, accepted: accepted.length, added, unauthorised }).toEqual({
    circumstances,
    accepted: lost.length,
    added: ["restored"],
    unauthorised: [],
  });
  return lost.length > 0;
}

/** Verification finds what is lost, and nothing else. */
async function expectNamed(site: Site, circumstances: string): Promise<FoundTrail> {
  const trail = await readTrail(site);
  const { findings, intact } = trail.report;
  const found = findings.map(({ kind, writer }) => `${kind} ${writer}`).toSorted();
  const expected = expectedFindings(trail);
  expect({ circumstances, found, intact }).toEqual({
    circumstances,
    found: expected,
    intact: expected.length === 0,
  });
  return trail;
}

/** The trail does not open, and nothing is written to it. */
export async function expectRefused(
  site: Site,
  entries: number,
  circumstances = "",
): Promise<void> {
  const refusal = await openSite(site, { agentId: "refused" }).then(
    ({ close }) => close().then(() => "it opened"),
    (error: unknown) => String(error),
  );
  const { length } = (await readTrail(site)).entries;
  expect({ circumstances, refusal, length }).toEqual({
    circumstances,
    refusal: expect.stringContaining("somebody has cut the log short, rolled it back or written"),
    length: entries,
  });
}
