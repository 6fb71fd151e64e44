import { describe, expect, it } from "vitest";
import { type Check, type Checks, keyed } from "./checks.ts";
import { type Allowance, compare } from "./compare.ts";

const check = (id: string, status: Check["status"], errorMessage?: string): Check => ({
  scenario: "caching",
  id,
  name: "Hints",
  status,
  ...(errorMessage !== undefined && { errorMessage }),
});
const run = (...checks: readonly Check[]): Checks => keyed(checks);
const allowance = (name: string): Allowance => ({
  revision: "2026-07-28",
  check: name,
  reason: "a test allows it",
});

const direct = run(check("ttl", "SUCCESS"), check("scope", "SUCCESS"), check("tasks", "FAILURE"));

describe("a run through a topology", () => {
  it("is as good as the direct one if every check that passes there passes here", () => {
    const fine = { regressions: [], allowed: [], stale: [] };
    expect(compare(direct, direct, [])).toEqual(fine);
    const better = run(check("ttl", "SUCCESS"), check("scope", "SUCCESS"));
    expect(compare(direct, better, [])).toEqual(fine);
  });

  it.each(["FAILURE", "WARNING", "INFO", "SKIPPED"] as const)(
    "is worse if a check that passes directly says %s here",
    (status) => {
      const through = run(check("ttl", status, "no ttlMs"), check("scope", "SUCCESS"));
      expect(compare(direct, through, []).regressions).toEqual([
        `caching: ttl Hints: SUCCESS directly, ${status} through: no ttlMs`,
      ]);
    },
  );

  it("is worse if a check that passes directly is not there", () => {
    expect(compare(direct, run(check("ttl", "SUCCESS")), []).regressions).toEqual([
      "caching: scope Hints: SUCCESS directly, absent through",
    ]);
    expect(compare(direct, run(), []).regressions).toHaveLength(2);
  });

  it("is worse if it fails a check that the direct one does not even have", () => {
    const through = run(...direct.values(), check("setup", "FAILURE"));
    expect(compare(direct, through, []).regressions).toEqual([
      "caching: setup Hints: absent directly, FAILURE through",
    ]);
  });

  it("is worse if one of several checks that are alike fails", () => {
    const alike = run(check("ttl", "SUCCESS"), check("ttl", "SUCCESS"));
    const through = run(check("ttl", "SUCCESS"), check("ttl", "FAILURE"));
    expect(compare(alike, through, []).regressions).toEqual([
      "caching: ttl Hints #2: SUCCESS directly, FAILURE through",
    ]);
  });
});

describe("an allowance", () => {
  const through = run(
    check("ttl", "FAILURE"),
    check("scope", "SUCCESS"),
    check("tasks", "FAILURE"),
  );

  it("excuses the check it names and no other", () => {
    expect(compare(direct, through, [allowance("caching: ttl Hints")])).toEqual({
      regressions: [],
      allowed: ["caching: ttl Hints"],
      stale: [],
    });
    const worse = run(check("ttl", "FAILURE"), check("scope", "FAILURE"));
    expect(compare(direct, worse, [allowance("caching: ttl Hints")]).regressions).toHaveLength(1);
  });

  it("is stale once the check passes, or when it names none", () => {
    const entries = [allowance("caching: scope Hints"), allowance("caching: gone Hints")];
    expect(compare(direct, direct, entries).stale).toEqual(entries.map(({ check: name }) => name));
  });

  it("is stale where the check fails directly as well", () => {
    expect(compare(direct, direct, [allowance("caching: tasks Hints")]).stale).toHaveLength(1);
  });
});
