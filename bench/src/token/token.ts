import { setImmediate } from "node:timers/promises";
import { measureInTurns, type WaitingContender } from "../audit/in-turns.ts";
import { type Benchmark, DisagreementError } from "../benchmark.ts";
import { biscuitTokens } from "./biscuit.ts";
import { capfenceTokens } from "./capfence.ts";
import { MOST, type TokenKind, WORK, type Work } from "./contenders.ts";
import { dpopTokens } from "./dpop.ts";
import { reportTokens, type Speeds } from "./report.ts";
import { threeSignatures } from "./signatures.ts";

/** In all not many more calls: biscuit-wasm is at its best for some thousands, and takes up to three times as long then. */
const FULL = { rounds: 21, operations: 100, warmUps: 10 };
const QUICK = { rounds: 2, operations: 10, warmUps: 1 };

/** Capability tokens beside others that are bound to a holder or can be narrowed. */
export const tokenBenchmark: Benchmark = {
  name: "token",
  summary: "capability tokens verified, made and narrowed beside Biscuit and JWT with DPoP",
  run: async ({ quick }) => {
    const kinds = [capfenceTokens(), await biscuitTokens(), await dpopTokens()];
    for (const kind of kinds) await checkAnswers(kind);
    const { rounds, operations, warmUps } = quick ? QUICK : FULL;
    const repeat = (one: () => unknown): WaitingContender => ({
      // What the garbage collector has to tell WebAssembly waits for a turn of the event loop.
      before: () => setImmediate(),
      run: async () => {
        for (let times = 0; times < operations; times += 1) {
          const made = one();
          // Waiting for what is there already would cost those that never wait.
          if (made instanceof Promise) await made;
        }
        return operations;
      },
    });
    const measured = async (works: readonly (() => unknown)[]): Promise<Speeds> => {
      const contenders = works.map(repeat);
      await measureInTurns(contenders, warmUps);
      return measureInTurns(contenders, rounds);
    };
    const results: [Work, Speeds][] = [];
    for (const work of WORK) {
      const ones = kinds.flatMap((kind) => workOf(kind, work) ?? []);
      results.push([work, await measured(work === "verify" ? [...ones, threeSignatures()] : ones)]);
    }
    return reportTokens(kinds, Object.fromEntries(results) as Record<Work, Speeds>, quick);
  },
};

function workOf(kind: TokenKind, work: Work): (() => unknown) | undefined {
  return work === "verify" ? () => kind.verify(MOST) : kind[work];
}

/** Throws `DisagreementError` for one that does not admit what it should, or more. */
export async function checkAnswers({
  name,
  verify,
}: Pick<TokenKind, "name" | "verify">): Promise<void> {
  for (const amount of [MOST, MOST + 1])
    if ((await verify(amount)) !== amount <= MOST)
      throw new DisagreementError(`${name} answers wrongly for an amount of ${amount}`);
}
