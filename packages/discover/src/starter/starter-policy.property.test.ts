import {
  type Arbitrary,
  array,
  assert,
  constantFrom,
  oneof,
  property,
  record,
  string,
  subarray,
  tuple,
} from "fast-check";
import { expect, it } from "vitest";
import { formatPolicy } from "../../../cli/src/format/format-policy.ts";
import { deciding } from "../../test/starter/deciding.ts";
import { found, report, server, type Told } from "../../test/starter/reporting.ts";
import type { Effect } from "../meaning/examined-tool.ts";
import { SEVERITIES } from "../taxonomies/severity.ts";
import { starterPolicy } from "./starter-policy.ts";

const EFFECTS: readonly Effect[] = ["read", "write", "delete", "execute", "money", "message"];
/** Names that would do something if they were written without care. */
const HOSTILE = [
  "*",
  "a*",
  "null",
  "~",
  "- x",
  "? x",
  "&a",
  "*a",
  "!t",
  "%x",
  "#",
  "a: b",
  "'",
  '"',
  "a\r\nb",
  "\u0085",
  "\u2028",
  "{}",
  "1e3",
  "__proto__",
  "a__b",
  "mcp:x",
  "<<",
  "...",
];

const name = oneof(
  string({ unit: "binary", maxLength: 300 }),
  string({ unit: "grapheme-ascii", maxLength: 20 }),
  constantFrom(...HOSTILE),
);
const tool: Arbitrary<Told> = record({
  name,
  definition: record({
    description: string({ unit: "binary" }).filter((text) => text.isWellFormed()),
  }),
  effects: subarray([...EFFECTS]),
  risk: constantFrom(...SEVERITIES),
  findings: array(
    tuple(
      constantFrom("poisoned_text", "free_path", "shadowed_name"),
      constantFrom(...SEVERITIES),
    ).map(([id, severity]) =>
      found(id, severity, id === "shadowed_name" ? "tool_naming_conflict" : "other"),
    ),
    { maxLength: 2 },
  ),
});
const servers = array(tuple(name, array(tool, { maxLength: 6 })), { maxLength: 3 });

/** What is wrong with the decision on a call of a tool, whose name these tools of the report may have. */
function faultOf(decision: string, same: readonly Told[]): string | undefined {
  const effects = same.map((each) => each.effects ?? []);
  const [first = []] = effects;
  if (same.length === 0) return decision === "deny unmapped" ? undefined : "nobody has listed it";
  if (effects.every((one) => one.includes("execute")) && !decision.startsWith("deny"))
    return "it executes";
  const reads = effects.some((one) => one.join() === "read");
  return decision.startsWith("allow") && !reads ? `it does ${first.join()}` : undefined;
}

it("loads whatever tools and servers are called, in the form of fmt, and allows no more than it means to", () => {
  assert(
    property(servers, name, (told, stranger) => {
      const text = starterPolicy(report(...told.map(([title, tools]) => server(title, tools))));
      expect(formatPolicy("starter.yaml", text, { modeline: false })).toBe(text);
      const decide = deciding(text);
      const upstreams = [...text.matchAll(/^ {2}"?([a-z0-9-]+)__/gm)].map((match) => match[1]);
      const known = told.flatMap(([, tools]) => tools);
      const called = [stranger, ...known.map((each) => each.name)].flatMap((each) => [
        each,
        ...Array.from(new Set(upstreams), (upstream) => `${upstream}__${each}`),
      ]);
      const faults = called.flatMap((each) => {
        const same = known.filter((one) => each === one.name || each.endsWith(`__${one.name}`));
        const fault = faultOf(decide(each), same);
        return fault === undefined ? [] : [[each, fault]];
      });
      expect(faults).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
