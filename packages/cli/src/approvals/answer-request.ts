import {
  allGrants,
  type ApprovalRequest,
  AuditError,
  findRequest,
  grantStateAt,
  shownDigest,
  type Speaker,
  stateAt,
  type StorageEngine,
} from "@capfence/core";
import {
  NOT_AUTHENTICATED,
  publicKeyOf,
  type SpeakerOptions,
  speakerWithKey,
  speakerWithoutKey,
} from "../approvers/choose-key.ts";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { LogOption } from "../log/log-place.ts";
import { openLogForWriting } from "../log/open-log.ts";
import { printable } from "../printable.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { describeRequest, stateOf } from "./describe-request.ts";
import { agreeOnGrant } from "./agree-on-grant.ts";
import { checkScope, type ScopeOptions } from "./scope-options.ts";
import { withEngine } from "./with-engine.ts";

/** What `capfence approve` and `capfence reject` take beside the request's id. */
export interface AnswerOptions extends LogOption, SpeakerOptions, ScopeOptions {
  readonly note?: string;
}

/** Shows a request for approval and answers it; the answer is recorded in the log. */
export async function answerRequest(
  answer: "approve" | "reject",
  id: string,
  options: AnswerOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  checkScope(options);
  const { output, errors, clock } = terminal;
  const storage = await openLogForWriting(options, terminal);
  try {
    const request = await existingRequest(id, storage);
    printLine(output, describeRequest(request, clock()));
    requirePending(request, clock());
    const grant = await agreeOnGrant(request, options, terminal);
    const speaker = await speakerFor(request, options, terminal);
    const note = options.note === undefined ? {} : { note: options.note };
    const said = { ...speaker, ...note, shown: shownDigest(request) };
    const answered = await withEngine(storage, options, terminal, (engine) =>
      answer === "reject"
        ? engine.reject(id, said)
        : engine.approve(id, grant === undefined ? said : { ...said, grant }),
    );
    const style = stateAt(answered, clock()) === "pending" ? "yellow" : STYLES[answer];
    printLine(output, styled(output, style, stateOf(answered, clock())));
    if (grant !== undefined) printLine(output, await grantedLine(id, storage, clock()));
    if (speaker.signer === undefined)
      printLine(errors, styled(errors, "yellow", NOT_AUTHENTICATED));
    return EXIT.done;
  } finally {
    await storage.close();
  }
}

const STYLES = { approve: "green", reject: "red" } as const;

/** The grant that was given with an approval, and what can be done with it. */
async function grantedLine(id: string, storage: StorageEngine, now: number): Promise<string> {
  const given = (await allGrants(storage)).findLast(({ request }) => request === id);
  if (given === undefined) throw new AuditError(`the grant given with "${id}" is not stored`);
  const name = printable(given.id);
  const next = grantStateAt(given, now) === "incomplete" ? "endorse" : "revoke";
  const does = next === "endorse" ? "joins it, as others have to" : "takes it back";
  return `granted as ${name}; capfence grants ${next} ${name} ${does}`;
}

/** The request with an id. Throws `CommandFailure` where there is none. */
export async function existingRequest(
  id: string,
  storage: StorageEngine,
): Promise<ApprovalRequest> {
  const request = await findRequest(storage, id);
  if (request !== undefined) return request;
  throw new CommandFailure(
    EXIT.finding,
    `there is no request "${printable(id)}"; capfence pending-approvals lists those that wait`,
  );
}

function requirePending(request: ApprovalRequest, now: number): void {
  if (stateAt(request, now) === "pending") return;
  throw new CommandFailure(
    EXIT.finding,
    `request "${request.id}" is ${stateOf(request, now)}; only a pending one can be answered`,
  );
}

/** An approver with a key where the request asks for one; nobody is asked for a passphrase in vain. */
async function speakerFor(
  { id, approvers }: ApprovalRequest,
  options: SpeakerOptions,
  terminal: Terminal,
): Promise<Speaker> {
  if (approvers === undefined)
    return options.key === undefined
      ? speakerWithoutKey(options)
      : ((await speakerWithKey(options, terminal)) ?? speakerWithoutKey(options));
  const names = approvers.length === 0 ? "nobody" : approvers.join(", ");
  const own = publicKeyOf(options, terminal, approvers);
  if (own === undefined)
    throw new CommandFailure(
      EXIT.finding,
      `request "${id}" must be answered with the key of an approver (${names}), and there is none of them here; name its file with --key FILE`,
    );
  if (!approvers.includes(own.name))
    throw new CommandFailure(
      EXIT.finding,
      `"${own.name}" cannot answer request "${id}"; it is for ${names}`,
    );
  const speaker = await speakerWithKey(options, terminal, approvers);
  return speaker ?? speakerWithoutKey(options);
}
