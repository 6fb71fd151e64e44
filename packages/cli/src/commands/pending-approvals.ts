import { allRequests, type ApprovalRequest, stateAt } from "@capfence/core";
import type { Command } from "commander";
import { approvalsOf } from "../approvals/describe-request.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { LOG_OPTION, type LogOption } from "../log/log-place.ts";
import { openLog } from "../log/open-log.ts";
import { printableJson, printableValue, shortened } from "../printable.ts";
import { printTable } from "../print-table.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { showDistance } from "../timestamp.ts";

/** What `capfence pending-approvals` takes. */
interface PendingApprovalsOptions extends LogOption {
  readonly json?: boolean;
}

const HEAD = ["id", "agent_id", "capability", "expires", "approvals", "payload"];
const PAYLOAD_WIDTH = 300;

/** Adds `capfence pending-approvals`. */
export function addPendingApprovals(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command("pending-approvals")
    .description("list the calls that wait for an answer, oldest first")
    .option(...LOG_OPTION)
    .option("--json", "print the requests as JSON, one a line")
    .action(async (options: PendingApprovalsOptions) =>
      finish(await pendingApprovals(options, terminal)),
    );
}

/** Prints the requests that can be answered now. */
async function pendingApprovals(
  options: PendingApprovalsOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { output, clock } = terminal;
  const now = clock();
  const storage = await openLog(options, terminal);
  try {
    const requests = await allRequests(storage);
    const pending = requests.filter((request) => stateAt(request, now) === "pending");
    if (options.json === true)
      for (const request of pending) printLine(output, printableJson(request));
    else if (pending.length === 0) printLine(output, "no call waits for an answer");
    else
      printTable(
        output,
        HEAD,
        pending.map((request) => cellsOf(request, now)),
      );
    return EXIT.done;
  } finally {
    await storage.close();
  }
}

function cellsOf(request: ApprovalRequest, now: number): readonly string[] {
  const payload = printableJson(request.payload);
  return [
    printableValue(request.id),
    shortened(printableValue(request.actor), 60),
    printableValue(request.capability),
    `in ${showDistance(request.expiresAt - now)}`,
    shortened(approvalsOf(request).replace(" approvals", ""), 60),
    payload.length > PAYLOAD_WIDTH
      ? `${shortened(payload, PAYLOAD_WIDTH)} (${payload.length} characters; --json shows all)`
      : payload,
  ];
}
