import { userInfo } from "node:os";
import { ApprovalEngine, type ApprovalRequest, stateAt, type StorageEngine } from "@capfence/core";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { LogOption } from "../log/log-place.ts";
import { openLogForWriting } from "../log/open-log.ts";
import { withTrail } from "../log/open-trail.ts";
import { printable } from "../printable.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { describeRequest, stateOf } from "./describe-request.ts";

/** What `capfence approve` and `capfence reject` take beside the request's id. */
export interface AnswerOptions extends LogOption {
  readonly by?: string;
  readonly note?: string;
}

/** Said with every answer, because the command cannot know who runs it. */
export const NOT_AUTHENTICATED: string =
  "approvals are not authenticated in this release: whoever can run this command can answer";

/** Shows a request for approval and answers it; the answer is recorded in the log. */
export async function answerRequest(
  answer: "approve" | "reject",
  id: string,
  options: AnswerOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const by = options.by ?? operatingSystemUser();
  const storage = await openLogForWriting(options, terminal);
  try {
    const request = await findRequest(id, storage);
    printLine(terminal.output, describeRequest(request, terminal.clock()));
    if (stateAt(request, terminal.clock()) !== "pending")
      throw new CommandFailure(
        EXIT.finding,
        `request "${id}" is ${stateOf(request, terminal.clock())}; only a pending one can be answered`,
      );
    const note = options.note === undefined ? {} : { note: options.note };
    const { clock } = terminal;
    const answered = await withTrail(storage, options, terminal, (trail) =>
      new ApprovalEngine({ store: storage, trail, clock })[answer](id, { by, ...note }),
    );
    const style = answer === "approve" ? "green" : "red";
    const said = stateOf(answered, terminal.clock());
    printLine(terminal.output, styled(terminal.output, style, said));
    printLine(terminal.errors, styled(terminal.errors, "yellow", NOT_AUTHENTICATED));
    return EXIT.done;
  } finally {
    await storage.close();
  }
}

async function findRequest(id: string, storage: StorageEngine): Promise<ApprovalRequest> {
  const request = await storage.request(id);
  if (request !== undefined) return request;
  throw new CommandFailure(
    EXIT.finding,
    `there is no request "${printable(id)}"; capfence pending-approvals lists those that wait`,
  );
}

function operatingSystemUser(): string {
  try {
    return userInfo().username;
  } catch (cause) {
    throw new CommandFailure(
      EXIT.unusable,
      "the operating system has no name for you; give one with --by NAME",
      { cause },
    );
  }
}
