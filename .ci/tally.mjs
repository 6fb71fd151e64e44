// Prints `N passed, N failed` for `.ci/run`; exits non-zero when anything failed.
// Usage: tally.mjs <status of install> <status of test> <its report> <status of check> <its report>
import { readFileSync } from "node:fs";

const [installStatus, testStatus, testReport, checkStatus, checkReport] = process.argv.slice(2);
const test = read(testReport);
const check = read(checkReport);

let failed = Math.max(test.failed, check.failed);
// A step can fail without a failed test (the lockfile, the linter, a build): that is one failure too.
if (installStatus !== "0") failed += 1;
if (testStatus !== "0" && test.failed === 0) failed += 1;
if (checkStatus !== "0" && check.failed === 0) failed += 1;

// Named here once more: a thousand lines up, and gone from a shortened log, nobody finds them.
for (const [run, { failures }] of Object.entries({ test, check })) {
  for (const failure of failures) console.log(`failed in ${run}: ${failure}`);
}
console.log(`${test.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && test.passed > 0 ? 0 : 1;

/** Vitest's JSON report as counts and names; a file whose tests could not be collected is one failure. */
function read(path) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    // The step ended before the tests did; its exit status says so.
    return { passed: 0, failed: 0, failures: [] };
  }
  const failures = report.testResults
    .filter((file) => file.status === "failed")
    .flatMap((file) => {
      const tests = file.assertionResults.filter((result) => result.status === "failed");
      if (tests.length === 0) return [`${file.name}: ${firstLine(file.message)}`];
      return tests.map(
        (result) => `${file.name}: ${result.fullName}: ${firstLine(result.failureMessages[0])}`,
      );
    });
  return { passed: report.numPassedTests, failed: failures.length, failures };
}

function firstLine(text) {
  return (text ?? "").split("\n", 1)[0];
}
