import type { GrantInput } from "@capfence/core";
import { stringify } from "yaml";
import { printable } from "../printable.ts";

/** What a grant lets through, as far as a rule of a policy would say it. */
export type GrantedCalls = Pick<
  GrantInput,
  "actor" | "capability" | "environment" | "session" | "tool" | "conditions" | "digest"
>;

/** A grant as the allow rule that it amounts to, in YAML. */
export function ruleText(grant: GrantedCalls): string {
  const { actor, capability, environment, session, tool, conditions, digest } = grant;
  const rule = {
    capability,
    ...(actor === "*" ? {} : { actor }),
    ...(environment === "*" ? {} : { environment }),
    ...(session === undefined ? {} : { session }),
    ...(tool === undefined ? {} : { tool_name: tool }),
    ...(conditions === undefined ? {} : plain(conditions)),
  };
  const text = stringify([rule], { lineWidth: 0, flowCollectionPadding: false });
  const only = digest === undefined ? "" : `  # only the call with digest ${digest}\n`;
  const lines = `${text}${only}`.trimEnd().split("\n");
  return lines.map((line) => `  ${printable(line)}`).join("\n");
}

/** A value that is compared as it is may stand without its operator. */
function plain(conditions: object): object {
  const { args } = conditions as { readonly args?: Readonly<Record<string, unknown>> };
  if (typeof args !== "object") return conditions;
  const short = Object.entries(args).map(([pointer, matcher]) => [pointer, literal(matcher)]);
  return { ...conditions, args: Object.fromEntries(short) };
}

function literal(matcher: unknown): unknown {
  if (typeof matcher !== "object" || matcher === null) return matcher;
  const { equals, ...others } = matcher as Readonly<Record<string, unknown>>;
  const isShort = Object.keys(others).length === 0 && typeof equals !== "object";
  return isShort && equals !== undefined ? equals : matcher;
}
