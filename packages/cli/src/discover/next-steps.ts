import { type DiscoveryReport, type ServerState, whyNotListed } from "@capfence/discover";
import { printable } from "../printable.ts";
import { wrapped } from "./wrapped.ts";

/** What nobody knows, and what to do next; `policy` is the file of one that is written now. */
export function nextSteps(
  { servers, findings }: DiscoveryReport,
  output: NodeJS.WritableStream,
  policy: string | undefined,
): readonly string[] {
  const inState = (state: ServerState): readonly string[] => {
    const some = servers.filter(({ server }) => server.state === state);
    return [
      ...new Set(some.map(({ server }) => printable(`${server.name}: ${whyNotListed(server)}`))),
    ];
  };
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", title, ...lines.flatMap((line) => wrapped(line, output, "  "))];
  const unasked = inState("unasked");
  const isListed = servers.some(({ tools }) => tools.length > 0);
  return [
    ...section("not asked:", [...unasked, ...inState("disabled")]),
    ...section("failed, so that nobody knows their tools:", inState("failed")),
    ...section("next:", [
      ...(unasked.length === 0
        ? []
        : [
            "to ask them: run this at a terminal, which shows what it would start and asks you; or read that yourself, and add --yes",
          ]),
      ...(findings.length === 0
        ? []
        : ["what to do about each finding: --format html --out discovery.html"]),
      ...(isListed ? [policyStep(policy)] : []),
    ]),
  ];
}

function policyStep(policy: string | undefined): string {
  return policy === undefined
    ? "a policy that denies by default: --policy capfence.yaml --lock capfence.mcp-lock.json"
    : printable(`the policy: read every group of ${policy}, then capfence check-policy ${policy}`);
}
