import { join } from "node:path";
import { FIXTURES_FILE } from "../fixtures/find-fixtures.ts";
import { FixtureProblems } from "../fixtures/fixture-problems.ts";
import { readFixtureText } from "../fixtures/fixture-text.ts";
import { readFixture } from "../fixtures/read-fixture.ts";
import { type Pack, policyOf, type Variant } from "./packs.ts";

/** The cases of a pack for one of its variants, as a fixture for a policy of another name. */
export interface PackFixtures {
  readonly text: string;
  readonly cases: number;
}

/** Takes what a pack's fixtures say of a variant; JSON is YAML, so each event stands on one line. */
export function packFixtures(pack: Pack, variant: Variant, policy: string): PackFixtures {
  const file = join(pack.folder, FIXTURES_FILE);
  const { fixture, problems } = readFixture(readFixtureText(file), file);
  if (fixture === undefined) throw new FixtureProblems(problems);
  const checks = fixture.checks.filter((check) => check.policyFile === policyOf(pack, variant));
  const cases = checks.map(({ name, event, expected }) => {
    const { verdict, ...more } = expected;
    const wanted = Object.keys(more).length === 0 ? verdict : JSON.stringify(expected);
    return `  - name: ${JSON.stringify(name)}
    event: ${JSON.stringify(event.value)}
    expected: ${wanted}
`;
  });
  const head = `# What the policy must decide; capfence policy test ${FIXTURES_FILE} checks it.
suite: ${pack.name} ${variant}
policies: [${JSON.stringify(policy)}]
cases:
`;
  return { text: head + cases.join(""), cases: cases.length };
}
