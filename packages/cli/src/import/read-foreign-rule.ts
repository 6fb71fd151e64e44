import {
  childOf,
  describe,
  isMapping,
  keyOf,
  readText,
  type SourceNode,
  suggestion,
} from "@capfence/core/source";

/** A rule as it stood there. */
export interface ForeignRule {
  readonly tool: string;
  /** The word for what the tool may do, such as `read-only`. */
  readonly word: string;
  /** How many seconds its tokens may last, if it says so. */
  readonly ttl: number | undefined;
}

/** Where something is wrong. */
export type Place = Pick<SourceNode, "key" | "line" | "column">;

/** A rule, or what is wrong with it; its tool also where something else is wrong. */
export interface ReadRule {
  readonly node: SourceNode;
  readonly tool: string | undefined;
  readonly rule: ForeignRule | undefined;
  readonly faults: readonly { readonly at: Place; readonly message: string }[];
}

const KEYS = ["tool", "capability", "ttl"];
/** Without ":", by which the gateway knows names that are no tool's. */
const TOOL = /^[A-Za-z0-9_./-]{1,200}$/;

/** Reads a rule; one that is not wholly understood is none. */
export function readForeignRule(node: SourceNode): ReadRule {
  const faults: { at: Place; message: string }[] = [];
  const fault = (at: Place, message: string): undefined => void faults.push({ at, message });
  if (!isMapping(node)) {
    fault(node, `expected a mapping with tool and capability, got ${describe(node)}`);
    return { node, tool: undefined, rule: undefined, faults };
  }
  for (const entry of node.entries)
    if (!KEYS.includes(entry.name))
      fault(
        keyOf(entry),
        `unknown key "${entry.name}"${suggestion(entry.name, KEYS)}; it may hold calls back`,
      );
  const text = (key: string): string | undefined => {
    const at = childOf(node, key);
    return at === undefined ? fault(node, `there is no ${key}`) : readText(at, fault);
  };
  const tool = text("tool");
  const named = childOf(node, "tool") ?? node;
  if (tool?.includes("*"))
    fault(named, `"${tool}" names many tools; write a rule for each that is meant`);
  else if (tool !== undefined && !TOOL.test(tool))
    fault(named, `"${tool}" has other characters than letters, digits and "_", "-", ".", "/"`);
  const word = text("capability");
  const ttl = childOf(node, "ttl");
  const seconds = ttl && readSeconds(ttl, fault);
  const rule =
    tool === undefined || word === undefined || faults.length > 0
      ? undefined
      : { tool, word, ttl: seconds };
  return { node, tool, rule, faults };
}

function readSeconds(
  node: SourceNode,
  fault: (at: Place, message: string) => undefined,
): number | undefined {
  const { value } = node;
  if (typeof value === "number" && Number.isSafeInteger(value) && value > 0) return value;
  return fault(node, `expected a whole number of seconds from 1, got ${describe(node)}`);
}
