import { type Command, InvalidArgumentError } from "commander";
import {
  type AnswerOptions,
  answerRequest,
  NOT_AUTHENTICATED,
} from "../approvals/answer-request.ts";
import type { ExitCode } from "../exit-code.ts";
import { LOG_OPTION } from "../log/log-place.ts";
import type { Terminal } from "../terminal.ts";

/** Adds `capfence approve` or `capfence reject`, which differ only in the answer. */
export function addAnswer(
  answer: "approve" | "reject",
  description: string,
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command(answer)
    .description(description)
    .argument("<id>", "the request's id, as capfence pending-approvals lists it")
    .option(...LOG_OPTION)
    .option("--by <name>", "who answers (default: the operating system's user)", readName)
    .option("--note <text>", "the reason, shown to the agent")
    .addHelpText("after", `\nNote: ${NOT_AUTHENTICATED}.`)
    .action(async (id: string, options: AnswerOptions) =>
      finish(await answerRequest(answer, id, options, terminal)),
    );
}

function readName(text: string): string {
  if (text.trim() !== "") return text;
  throw new InvalidArgumentError("a name must not be blank");
}
