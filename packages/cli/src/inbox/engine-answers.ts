import { type ApprovalEngine, shownDigest, type Speaker } from "@capfence/core";
import { grantOf } from "../approvals/approval-scope.ts";
import type { InboxAnswers } from "./inbox-answers.ts";

/** Runs work with an engine on the log that is watched, and lets go of it afterwards. */
type WithEngine = <Result>(work: (engine: ApprovalEngine) => Promise<Result>) => Promise<Result>;

/** What answers are given with. */
export interface AnswerPorts extends Pick<InboxAnswers, "envelope"> {
  readonly withEngine: WithEngine;
}

/** Answers in the name of one person, with the engine that other commands answer with. */
export function engineAnswers(speaker: Speaker, ports: AnswerPorts): InboxAnswers {
  const { withEngine, ...others } = ports;
  const named = { ...speaker, by: nameOf(speaker) };
  return {
    ...others,
    by: named.by,
    refusal: ({ approvers }) => refusalOf(approvers, named),
    approve: (request, { scope, note }) =>
      withEngine((engine) =>
        engine.approve(request.id, {
          ...named,
          shown: shownDigest(request),
          ...(note === undefined ? {} : { note }),
          ...(scope.kind === "once" ? {} : { grant: grantOf(scope, request) }),
        }),
      ),
    reject: (request, { note }) =>
      withEngine((engine) =>
        engine.reject(request.id, { ...named, note, shown: shownDigest(request) }),
      ),
  };
}

function nameOf({ by, signer }: Speaker): string {
  return by ?? signer?.verifier.name ?? "";
}

function refusalOf(
  approvers: readonly string[] | undefined,
  { by, signer }: Speaker & { readonly by: string },
): string | undefined {
  if (approvers === undefined) return undefined;
  const names = approvers.join(", ") || "nobody";
  if (signer === undefined)
    return `this takes the key of an approver (${names}); start with --key FILE to answer it`;
  return approvers.includes(by) ? undefined : `you are ${by}; this is for ${names}`;
}
