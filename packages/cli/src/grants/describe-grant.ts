import { type ApprovedGrant, grantStateAt } from "@capfence/core";
import { printableValue } from "../printable.ts";
import { alignColumns } from "../table.ts";
import { styled } from "../terminal.ts";
import { showMoment } from "../timestamp.ts";
import { ruleText } from "./rule-text.ts";

/** Everything there is to know of a grant, one fact a line, and then what it opens as a rule. */
export function describeGrant(
  grant: ApprovedGrant,
  now: number,
  output: NodeJS.WritableStream,
): string {
  const { id, reason, breakGlass, createdAt, expiresAt, request, revoked } = grant;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["grant", `${printableValue(id)} (${grantStateOf(grant, now)})`],
    ["emergency", breakGlass === true ? styled(output, ["bold", "red"], "BREAK-GLASS") : undefined],
    ["reason", reason && printableValue(reason)],
    ["granted by", endorsersOf(grant)],
    ["request", request && printableValue(request)],
    ["made", showMoment(createdAt)],
    ["expires", showMoment(expiresAt)],
    ["revoked", revoked && revocationWords(revoked)],
  ];
  const known = facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
  return `${alignColumns(known)}\n${ruleText(grant)}`;
}

/** Where a grant stands now: one that more must give says how many have. */
export function grantStateOf(grant: ApprovedGrant, now: number): string {
  const state = grantStateAt(grant, now);
  const { endorsements, quorum } = grant;
  return state === "incomplete" ? `${endorsements.length} of ${quorum} approvals` : state;
}

/** Who granted it, and whether that is signed. */
export function endorsersOf({ endorsements }: ApprovedGrant): string {
  return endorsements
    .map(({ by, signature }) => printableValue(by) + (signature === undefined ? " (unsigned)" : ""))
    .join(", ");
}

function revocationWords({ by, at, reason }: NonNullable<ApprovedGrant["revoked"]>): string {
  const words = reason === undefined ? "" : `: ${printableValue(reason)}`;
  return `${showMoment(at)} by ${printableValue(by)}${words}`;
}
