// Has 64 clients of both eras use a gateway at full speed, for as many minutes as the argument says (10), and fails where
// the gateway holds more and more memory, or anything at all once its clients have gone.
import { growth } from "./soak/memory.ts";
import { runSoak } from "./soak/run-soak.ts";

const MIB = 1024 * 1024;
/** What the second half may add. */
const MOST = { held: 2 * MIB, rss: 64 * MIB };

const minutes = Number(process.argv[2] ?? 10);
if (!(minutes > 0)) throw new Error(`expected a number of minutes, got "${process.argv[2]}"`);

let said = 0;
const { calls, samples, left, exitCode } = await runSoak({
  seconds: 60 * minutes,
  clients: 64,
  onSample: ({ at, held, rss }, made) => {
    if (at - said < 30_000) return;
    said = at;
    console.log(
      `${(at / 1000).toFixed(0)} s: ${made} calls, ${mib(held)} held, ${mib(rss)} resident`,
    );
  },
});
const grown = { held: growth(samples, "held"), rss: growth(samples, "rss") };
console.log(
  `${calls} calls in ${minutes} minutes; in the second half ${mib(grown.held)} more held, ${mib(grown.rss)} more resident`,
);
console.log(`left behind: ${JSON.stringify(left)}; exit code ${exitCode}`);
const problems = [
  ...(["held", "rss"] as const)
    .filter((what) => grown[what] > MOST[what])
    .map((what) => `${what} grows by ${mib(grown[what])}, more than ${mib(MOST[what])}`),
  ...Object.entries(left)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what} are left`),
  ...(exitCode === 0 ? [] : [`the gateway ends with ${exitCode}`]),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;

function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}
