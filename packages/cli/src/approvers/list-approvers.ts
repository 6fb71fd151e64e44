import { CapabilitySystem } from "@capfence/core";
import { writeVerifierKey } from "@capfence/core/tlog";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { printable, printableJson } from "../printable.ts";
import { shortPath } from "../short-path.ts";
import { alignColumns } from "../table.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";

/** Prints who may approve what by a policy and all that it extends. */
export function listApprovers(
  { policy, json }: { readonly policy: string; readonly json?: boolean },
  { output }: Terminal,
): ExitCode {
  const { approvalRequirements } = new CapabilitySystem().loadPolicy(policy);
  const entries = approvalRequirements.map((entry) => ({
    for: entry.patterns.map((pattern) => pattern.join(".")),
    quorum: entry.quorum,
    not_self: entry.notSelf,
    file: entry.file,
    line: entry.line,
    approvers: entry.approvers.map((key) => ({ name: key.name, key: writeVerifierKey(key) })),
  }));
  if (json === true) {
    printLine(output, printableJson(entries));
    return EXIT.done;
  }
  if (entries.length === 0)
    printLine(
      output,
      "the policy has no approvers, so approvals are not authenticated; capfence approvers add NAME --policy FILE adds one",
    );
  else {
    const head = ["for", "approver", "quorum", "not_self", "public key", "place"];
    const rows = entries.flatMap((entry) =>
      entry.approvers.map(({ name, key }) => [
        entry.for.length === 0 ? "everything" : entry.for.join(", "),
        name,
        String(entry.quorum),
        String(entry.not_self),
        key,
        `${shortPath(entry.file)}:${entry.line}`,
      ]),
    );
    const titles = head.map((title) => styled(output, "dim", title));
    printLine(output, alignColumns([titles, ...rows.map((row) => row.map(printable))]));
  }
  return EXIT.done;
}
