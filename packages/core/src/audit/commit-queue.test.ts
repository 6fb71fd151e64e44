import { describe, expect, it, vi } from "vitest";
import type { Change, CommitResult } from "./change.ts";
import { CommitQueue } from "./commit-queue.ts";

/** Commits when it is told to. */
class SlowCommits {
  readonly batches: (readonly string[])[] = [];
  readonly queue = new CommitQueue((changes) => this.#commit(changes));
  readonly #finish: (() => void)[] = [];
  readonly #fail: ((error: Error) => void)[] = [];

  finish(batch: number): void {
    this.#finish[batch]?.();
  }

  fail(batch: number): void {
    this.#fail[batch]?.(new Error("disk full"));
  }

  #commit(changes: readonly Change[]): Promise<readonly CommitResult[]> {
    this.batches.push(changes.map(nameOf));
    const { promise, resolve, reject } = Promise.withResolvers<readonly CommitResult[]>();
    this.#finish.push(() =>
      resolve(changes.map((change) => [{ writer: "w", seq: 1, text: nameOf(change) }])),
    );
    this.#fail.push(reject);
    return promise;
  }
}

function nameOf(change: Change): string {
  return change.records.map((record) => record.time).join();
}

function named(time: string): Change {
  return { records: [{ kind: "outcome", decision: "d", outcome: "succeeded", time }] };
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(() => setImmediate(resolve)));

describe("CommitQueue", () => {
  it("commits what is submitted in one turn in one transaction, in order", async () => {
    const commits = new SlowCommits();
    const submitted = ["a", "b", "c"].map((name) => commits.queue.submit(named(name)));
    await soon();
    expect(commits.batches).toEqual([["a", "b", "c"]]);
    commits.finish(0);
    const results = await Promise.all(submitted);
    expect(results.map((result) => result?.[0]?.text)).toEqual(["a", "b", "c"]);
  });

  it("takes along calls that come later in the turn, by a longer way of promises or from outside", async () => {
    const commits = new SlowCommits();
    void commits.queue.submit(named("a"));
    void (async () => {
      for (let hop = 0; hop < 20; hop += 1) await Promise.resolve();
      void commits.queue.submit(named("b"));
    })();
    process.nextTick(() => void commits.queue.submit(named("c")));
    await soon();
    expect(commits.batches).toHaveLength(1);
    expect(commits.batches[0]?.toSorted()).toEqual(["a", "b", "c"]);
  });

  it("commits what comes in meanwhile together, after the commit that is under way", async () => {
    const commits = new SlowCommits();
    const submitted = [commits.queue.submit(named("a"))];
    await soon();
    submitted.push(commits.queue.submit(named("b")));
    await soon();
    submitted.push(commits.queue.submit(named("c")));
    await soon();
    expect(commits.batches).toEqual([["a"]]);
    commits.finish(0);
    await soon();
    expect(commits.batches).toEqual([["a"], ["b", "c"]]);
    commits.finish(1);
    await Promise.all(submitted);
  });

  it("has what is in no hurry go before the next that is, in one transaction", async () => {
    const commits = new SlowCommits();
    const submitted = [commits.queue.submit(named("a"), { hurry: false })];
    submitted.push(commits.queue.submit(named("b"), { hurry: false }));
    await soon();
    expect(commits.batches).toEqual([]);
    expect(commits.queue.isBusy).toBe(true);
    submitted.push(commits.queue.submit(named("c")));
    await soon();
    expect(commits.batches).toEqual([["a", "b", "c"]]);
    commits.finish(0);
    await Promise.all(submitted);
    expect(commits.queue.isBusy).toBe(false);
  });

  it("commits what is in no hurry by itself where nothing follows, again and again", async () => {
    const commits = new SlowCommits();
    for (const [batch, name] of ["a", "b"].entries()) {
      const submitted = commits.queue.submit(named(name), { hurry: false });
      // oxlint-disable-next-line no-await-in-loop -- one after another
      await vi.waitFor(() => expect(commits.batches).toHaveLength(batch + 1));
      commits.finish(batch);
      // oxlint-disable-next-line no-await-in-loop -- one after another
      await submitted;
    }
    expect(commits.batches).toEqual([["a"], ["b"]]);
  });

  it("resolves nothing before its commit is done", async () => {
    const commits = new SlowCommits();
    let done = false;
    const submitted = commits.queue.submit(named("a")).then(() => (done = true));
    await soon();
    expect(done).toBe(false);
    commits.finish(0);
    await submitted;
    expect(done).toBe(true);
  });

  it("rejects the whole transaction if it fails, and what waited behind it", async () => {
    const commits = new SlowCommits();
    const submitted = [commits.queue.submit(named("a")), commits.queue.submit(named("b"))];
    const settled = Promise.allSettled(submitted);
    await soon();
    const behind = Promise.allSettled([commits.queue.submit(named("c"))]);
    commits.fail(0);
    for (const result of [...(await settled), ...(await behind)])
      expect(result).toMatchObject({ status: "rejected", reason: { message: "disk full" } });
    expect(commits.batches).toEqual([["a", "b"]]);
  });

  it("goes on with what is submitted after a failure", async () => {
    const commits = new SlowCommits();
    const failed = Promise.allSettled([commits.queue.submit(named("a"))]);
    await soon();
    commits.fail(0);
    await failed;
    const submitted = commits.queue.submit(named("b"));
    await soon();
    commits.finish(1);
    expect(await submitted).toHaveLength(1);
  });
});
