import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { saidWith } from "./acting.ts";
import { NO_STRACE, without } from "./host.ts";
import { type Injection, runInjected } from "./injected.ts";
import { expectLatched, expectReopens, expectSound } from "./invariants.ts";
import { report, share, TIME } from "./share.ts";
import { newSite, removeSite, type Site } from "./site.ts";

/** What is made to fail, and up to which call that may begin: more than opening a log takes. */
const FAULTS: readonly (Pick<Injection, "calls" | "error"> & { readonly most: number })[] = [
  { calls: "fsync,fdatasync", error: "EIO", most: 80 },
  { calls: "pwrite64", error: "ENOSPC", most: 400 },
  { calls: "pwrite64", error: "EIO", most: 400 },
  { calls: "pwrite64,fsync,fdatasync,ftruncate", error: "EROFS", most: 400 },
];

let site: Site;
beforeEach(() => {
  site = newSite();
});
afterEach(() => removeSite(site));

describe.skipIf(NO_STRACE !== undefined)("system calls that fail", () => {
  it.each(FAULTS)(
    `close the trail until it is opened anew: $error of $calls${without(NO_STRACE)}`,
    async ({ most, ...fault }) => {
      const runs = share(2, 50);
      let failures = 0;
      let hits = 0;
      let unopened = 0;
      for (let run = 0; run < runs; run += 1) {
        removeSite(site);
        site = newSite();
        const task = { site, name: `run-${run}`, rounds: 100, checkpointEvery: 16 };
        const from = 1 + Math.floor(Math.random() * most);
        const injection = { ...fault, from, forGood: run % 2 === 0 };
        const { said, injected, circumstances } = await runInjected(task, injection);
        const failed = saidWith(said, "failed").length > 0;
        const opened = saidWith(said, "unopened").length === 0;
        if (injected > 0) hits += 1;
        if (failed) failures += 1;
        if (!opened) unopened += 1;
        // Nothing is durable without these calls, so that nobody can have gone on without them.
        if (failed || (opened && injected > 0 && injection.forGood))
          expectLatched(site, said, circumstances);
        await expectReopens(site, circumstances);
        await expectSound(site, said, circumstances);
      }
      report(
        `${fault.error} of ${fault.calls}: ${runs} runs, ${hits} hit, ${failures} failed appends, ${unopened} failed opens`,
      );
      expect(hits).toBeGreaterThan(0);
    },
    TIME,
  );
});
