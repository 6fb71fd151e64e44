import type { ApprovalEvent } from "../approvals/notifier.ts";
import type { ApprovalRequest } from "../approvals/request.ts";

/** A thousand of them may wait, and receivers take no large ones. */
const LONGEST_BODY = 64 * 1024;

/** An event as the body of a webhook: `type`, `timestamp` and `data`, as Standard Webhooks has it. */
export function eventBody(event: ApprovalEvent): string {
  const { type, time: timestamp, ...data } = event;
  const write = (part: object): string =>
    JSON.stringify({ type: `capfence.approval.${type}`, timestamp, data: part });
  const whole = write(data);
  return whole.length <= LONGEST_BODY ? whole : write(shortened(event));
}

/** What everybody needs to know to look the rest up. */
function shortened({ request, grant, bypass, by, note }: ApprovalEvent): object {
  return {
    shortened: true,
    ...(request === undefined ? {} : { request: briefRequest(request) }),
    ...(grant === undefined
      ? {}
      : {
          grant: {
            id: grant.id,
            actor: grant.actor,
            capability: grant.capability,
            environment: grant.environment,
            breakGlass: grant.breakGlass,
            expiresAt: grant.expiresAt,
          },
        }),
    bypass,
    by,
    note,
  };
}

function briefRequest(request: ApprovalRequest): object {
  const { id, digest, state, actor, capability, environment, rule, reason } = request;
  const { quorum, createdAt, expiresAt } = request;
  const said = reason?.slice(0, 1000);
  const call = { id, digest, state, actor, capability, environment };
  return { ...call, rule, reason: said, quorum, createdAt, expiresAt };
}
