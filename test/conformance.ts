// Lets the official referee judge the fixture directly and through each topology, in both revisions of the protocol, and
// fails for every check that is worse through a topology. Arguments choose topologies: those whose names begin with one.
import { type Checks, count } from "./conformance/checks.ts";
import { compare } from "./conformance/compare.ts";
import { startFixture } from "./conformance/fixture.ts";
import { judge, judgeAgainst } from "./conformance/referee.ts";
import { mistakes, type Outcome, table } from "./conformance/report.ts";
import { REVISIONS, type Revision } from "./conformance/revisions.ts";
import { during } from "./conformance/started.ts";
import { TOPOLOGIES, type Topology } from "./conformance/topologies.ts";

const revisions = Object.keys(REVISIONS) as Revision[];
const wanted = process.argv.slice(2);
const topologies = TOPOLOGIES.filter(({ name, onlyIfNamed }) =>
  wanted.length === 0 ? !onlyIfNamed : wanted.some((begin) => name.startsWith(begin)),
);
if (topologies.length === 0)
  throw new Error(
    `no topology "${wanted.join('", "')}"; there are "${TOPOLOGIES.map(({ name }) => name).join('", "')}"`,
  );

const problems: string[] = [];
const outcomes: Outcome[] = [];
const direct = await during(await startFixture(), judgeFixture);
for (const topology of topologies)
  try {
    await during(await topology.start(), (url) => judgeTopology(url, topology));
  } catch (error) {
    problems.push(`${topology.name}: ${String(error)}`);
  }
console.log(table(outcomes));
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

/** With fewer checks than there were, or a fixture that fails them, the comparison would be worth less. */
async function judgeFixture(url: string): Promise<ReadonlyMap<Revision, Checks>> {
  const found = new Map<Revision, Checks>();
  for (const revision of revisions) {
    const checks = await judge(url, revision);
    found.set(revision, checks);
    const { passed, failed } = count(checks);
    const expected = REVISIONS[revision];
    if (passed !== expected.passed || failed !== expected.failed)
      problems.push(
        `the fixture by itself passes ${passed} checks of ${revision} and fails ${failed}, not ${expected.passed} and ${expected.failed}`,
      );
  }
  return found;
}

async function judgeTopology(url: string, { name, allowances }: Topology): Promise<void> {
  for (const [revision, alone] of direct) {
    const begun = performance.now();
    const checks = await judgeAgainst(alone, url, revision);
    const excuses = allowances.filter((allowance) => allowance.revision === revision);
    const outcome: Outcome = {
      topology: name,
      revision,
      checks,
      comparison: compare(alone, checks, excuses),
      seconds: (performance.now() - begun) / 1000,
    };
    outcomes.push(outcome);
    problems.push(...mistakes(outcome));
  }
}
