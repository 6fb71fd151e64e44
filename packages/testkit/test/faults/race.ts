import { type AuditRecord, type ImmutableAuditTrail, type Transition } from "@capfence/core";

/** What processes race for. Plain data, and short: they are told it. */
export interface Race {
  /** How many approvals there are; every process tries to use each of them once. */
  readonly approvals: number;
  /** How many limits there are; every process tries to use each as often as all of them together may. */
  readonly limits: number;
  /** How often a limit may be used. */
  readonly most: number;
}

/** As many calls as an agent might have under way at once. */
const AT_ONCE = 8;

const DAY = 86_400_000;

/** A race for so many approvals, and for a tenth as many limits. */
export function newRace(races: number): Race {
  return { approvals: races, limits: races / 10, most: 7 };
}

function named(what: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${what} ${index}`);
}

/** Keeps what there is to race for. */
export async function prepareRace(trail: ImmutableAuditTrail, { approvals }: Race): Promise<void> {
  const createdAt = Date.now();
  await inTurns(named("approval", approvals), 256, (id) => {
    const request = {
      id,
      digest: id,
      state: "approved",
      actor: "racer",
      capability: "payments.transfer",
      context: {},
      payload: {},
      policyDigest: "policy",
      quorum: 1,
      createdAt,
      expiresAt: createdAt + DAY,
      answers: [{ answer: "approved", by: "human", at: createdAt }],
    } as const;
    return trail.append({ transitions: [{ type: "request", request }], records: [] });
  });
}

/** Takes part; each success leaves an outcome with the name of what was won. */
export async function takePart(
  trail: ImmutableAuditTrail,
  { approvals, limits, most }: Race,
): Promise<void> {
  const attempt = (name: string, transition: Transition): Promise<unknown> => {
    const time = new Date().toISOString();
    const record = { kind: "outcome", decision: name, outcome: "succeeded", time } as const;
    return trail.append({ transitions: [transition], records: [record] });
  };
  const uses = named("limit", limits).flatMap((bucket) =>
    Array.from({ length: most }, () => bucket),
  );
  await inTurns([...uses, ...named("approval", approvals)], AT_ONCE, (name, index) =>
    index < uses.length
      ? attempt(name, {
          type: "reserve",
          limits: [{ bucket: name, window: DAY, uses: "1", most: `${most}` }],
          at: Date.now,
        })
      : attempt(name, { type: "consume", id: name, at: Date.now }),
  );
}

/** What was won too rarely or too often, with how often; there must be nothing. */
export function unfairIn(
  records: readonly AuditRecord[],
  { approvals, limits, most }: Race,
): readonly (readonly [name: string, wins: number])[] {
  const expected = new Map([
    ...named("approval", approvals).map((name) => [name, 1] as const),
    ...named("limit", limits).map((name) => [name, most] as const),
  ]);
  const wins = new Map<string, number>([...expected.keys()].map((name) => [name, 0]));
  for (const record of records)
    if (record.kind === "outcome") wins.set(record.decision, (wins.get(record.decision) ?? 0) + 1);
  return [...wins].filter(([name, count]) => count !== expected.get(name));
}

async function inTurns(
  names: readonly string[],
  atOnce: number,
  run: (name: string, index: number) => Promise<unknown>,
): Promise<void> {
  for (let first = 0; first < names.length; first += atOnce)
    await Promise.all(
      names.slice(first, first + atOnce).map((name, index) => run(name, first + index)),
    );
}
