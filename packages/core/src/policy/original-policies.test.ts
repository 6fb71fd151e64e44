import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ActionEvent } from "../action/event.ts";
import { PolicyLoadError } from "../errors.ts";
import { CapabilitySystem } from "./capability-system.ts";

const root = join(import.meta.dirname, "../../../..");
const originals = process.env["CAPFENCE_ORIGINALS"] ?? join(root, "../shared/corpora");
const policies = join(originals, "capfence-policies");
// Without the padding that aligns the columns.
const migration = readFileSync(join(root, "docs/migration.md"), "utf8").replaceAll(/ {2,}/g, " ");

interface Fixture {
  readonly name: string;
  readonly policy: string;
  readonly event: {
    readonly actor: { readonly id: string; readonly role: string };
    readonly action: { readonly capability: string };
    readonly environment?: string;
    readonly payload: object;
  };
  readonly expected: { readonly verdict: string };
}

function readFixtures(): readonly Fixture[] {
  const file = join(originals, "capfence-starter_pack_cases.yaml");
  if (!existsSync(file)) return [];
  const { cases }: { readonly cases: readonly Fixture[] } = parse(readFileSync(file, "utf8"));
  return cases;
}

function loads(path: string): boolean {
  try {
    new CapabilitySystem().loadPolicy(path);
    return true;
  } catch (error) {
    if (error instanceof PolicyLoadError) return false;
    throw error;
  }
}

function verdictOf({ policy, event }: Fixture): string {
  try {
    const path = join(policies, policy.replace(/^(?:\.\.\/)*policies\//, ""));
    const decision = new CapabilitySystem().loadPolicy(path).decide(
      ActionEvent.create({
        actor: event.actor.id,
        userRole: event.actor.role,
        capability: event.action.capability,
        payload: event.payload,
        ...(event.environment === undefined ? {} : { environment: event.environment }),
      }),
    );
    return decision.effect;
  } catch (error) {
    if (error instanceof PolicyLoadError) return "does not load";
    throw error;
  }
}

// The original project's own files are read where they are at hand; they are not part of this repository.
describe.skipIf(!existsSync(policies))("the original project's policies", () => {
  const files = globSync("**/*.yaml", { cwd: policies }).toSorted();

  it.each(files)("%s loads, or the migration guide says why not", (file) => {
    expect(migration.includes(`| \`${file}\` |`)).toBe(!loads(join(policies, file)));
  });

  it.each(readFixtures().map((fixture) => [fixture.name, fixture] as const))(
    "%s is decided as in the original, or listed with its difference",
    (name, fixture) => {
      const verdict = verdictOf(fixture);
      const { verdict: expected } = fixture.expected;
      const listed = migration.includes(`| \`${name}\` | ${expected} | ${verdict} |`);
      expect(listed).toBe(verdict !== expected);
    },
  );
});
