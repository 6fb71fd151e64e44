import { type Command, InvalidArgumentError } from "commander";
import { type AnswerOptions, answerRequest } from "../approvals/answer-request.ts";
import { APPROVER_KEY_OPTION, NOT_AUTHENTICATED } from "../approvers/choose-key.ts";
import type { ExitCode } from "../exit-code.ts";
import { LOG_OPTION } from "../log/log-place.ts";
import type { Terminal } from "../terminal.ts";

/** Adds `capfence approve` or `capfence reject`; gives the command, for options that only one of them has. */
export function addAnswer(
  answer: "approve" | "reject",
  description: string,
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): Command {
  return program
    .command(answer)
    .description(description)
    .argument("<id>", "the request's id, as capfence pending-approvals lists it")
    .option(...LOG_OPTION)
    .option(...BY_OPTION)
    .option(...APPROVER_KEY_OPTION)
    .option("--note <text>", "the reason, shown to the agent")
    .addHelpText("after", `\nNote: ${NOT_AUTHENTICATED}.`)
    .action(async (id: string, options: AnswerOptions) =>
      finish(await answerRequest(answer, id, options, terminal)),
    );
}

/** The option that names who answers, grants or takes back. */
export const BY_OPTION: readonly [string, string, (text: string) => string] = [
  "--by <name>",
  "in whose name (default: that of the key, else the operating system's user)",
  readName,
];

function readName(text: string): string {
  if (text.trim() !== "") return text;
  throw new InvalidArgumentError("a name must not be blank");
}
