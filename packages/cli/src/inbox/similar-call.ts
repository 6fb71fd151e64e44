import {
  allRequests,
  type ApprovalRequest,
  type AuditStore,
  lastAnswer,
  recordIn,
  stateAt,
  type StateStore,
} from "@capfence/core";
import type { ComparedCall } from "./difference.ts";

/** The newest earlier call of the same actor and capability. */
export interface SimilarCall extends ComparedCall {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** What became of it. */
  readonly fate: string;
}

/** Where requests and decisions are read. */
export type CallHistory = StateStore & Pick<AuditStore, "openings" | "head" | "entries">;

/** How many of the newest writers are looked at, and how many of the newest entries of each. */
const [WRITERS, ENTRIES] = [20, 300];

/** The newest request or decision that came before a request and is of the same actor and capability, among the newest of the log. */
export async function findSimilarCall(
  history: CallHistory,
  request: ApprovalRequest,
  now: number,
): Promise<SimilarCall | undefined> {
  const requests = await allRequests(history);
  const earlier = requests.filter(
    (one) => isEarlier(one, one.createdAt, request) && one.id !== request.id,
  );
  const asked = new Set(requests.map(({ id }) => id));
  const calls = [
    ...earlier.map((one) => ofRequest(one, now)),
    ...(await decided(history, request, asked)),
  ];
  return calls.toSorted((one, other) => one.at - other.at).at(-1);
}

function isEarlier(
  { actor, capability }: Pick<ApprovalRequest, "actor" | "capability">,
  at: number,
  request: ApprovalRequest,
): boolean {
  return actor === request.actor && capability === request.capability && at <= request.createdAt;
}

function ofRequest(request: ApprovalRequest, now: number): SimilarCall {
  const state = stateAt(request, now);
  const answer = state === "pending" ? undefined : lastAnswer(request);
  return {
    ...compared(request),
    at: request.createdAt,
    fate: answer === undefined ? state : `${answer.answer} by ${answer.by}`,
  };
}

async function decided(
  history: CallHistory,
  request: ApprovalRequest,
  asked: ReadonlySet<string>,
): Promise<readonly SimilarCall[]> {
  const calls: SimilarCall[] = [];
  const openings = await history.openings();
  for (const { writer } of openings.slice(-WRITERS)) {
    const head = await history.head(writer);
    const from = Math.max(1, (head?.seq ?? 0) - ENTRIES + 1);
    for await (const entry of history.entries(writer, from)) {
      const record = recordIn(entry);
      if (record?.kind !== "decision") continue;
      // A request says more than the decisions about it, and one that is about this very request is no earlier call.
      if (record.approval !== undefined && asked.has(record.approval)) continue;
      const at = Date.parse(record.time);
      if (!isEarlier(record, at, request)) continue;
      const tool = record.tool === undefined ? {} : { toolName: record.tool };
      const { context } = record;
      calls.push({
        ...compared({ ...record, context: { ...tool, ...context } }),
        at,
        fate: record.effect,
      });
    }
  }
  return calls;
}

function compared({ environment, context, payload }: ComparedCall): ComparedCall {
  return { ...(environment === undefined ? {} : { environment }), context, payload };
}
