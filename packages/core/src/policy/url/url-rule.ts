import { type SourceNode, suggestion } from "../document/source.ts";
import {
  describe,
  isList,
  isMapping,
  type Problem,
  readBoolean,
  readTexts,
  readWholeNumber,
} from "../document/source-values.ts";
import type { RuleSide } from "../conditions/condition.ts";
import { HostPatterns, isPrivatePattern } from "./host-pattern.ts";

/** What a rule says of URLs; every key that is given must hold. */
export interface UrlRule {
  readonly hosts: HostPatterns | undefined;
  readonly schemes: ReadonlySet<string> | undefined;
  readonly ports: ReadonlySet<number> | undefined;
  readonly private: boolean | undefined;
}

const KEYS = ["hosts", "schemes", "ports", "private"];
const SCHEME = /^[a-z][a-z0-9+.-]*$/;

/** Reads the value of `url`: a mapping of at least one key, or hosts alone. */
export function readUrlRule(
  node: SourceNode,
  side: RuleSide,
  report: Problem,
): UrlRule | undefined {
  let fine = true;
  const problem: Problem = (at, message) => {
    fine = false;
    return report(at, message);
  };
  const given = new Map<string, SourceNode>();
  if (!isMapping(node)) given.set("hosts", node);
  for (const { name, node: value } of node.entries) {
    if (KEYS.includes(name)) given.set(name, value);
    else problem(value, `unknown key "${name}"${suggestion(name, KEYS)}`);
  }
  if (given.size === 0)
    return fine
      ? problem(node, "is empty; give hosts, schemes, ports or private, such as { private: false }")
      : undefined;
  const read = <Value>(key: string, reader: (value: SourceNode) => Value): Value | undefined => {
    const value = given.get(key);
    return value && reader(value);
  };
  const isPrivate = read("private", (value) => readBoolean(value, problem));
  const rule: UrlRule = {
    hosts: read("hosts", (value) =>
      readHosts(value, side === "permit" && isPrivate !== true, problem),
    ),
    schemes: read("schemes", (value) => readSchemes(value, problem)),
    ports: read("ports", (value) => readPorts(value, problem)),
    private: isPrivate,
  };
  return fine ? rule : undefined;
}

function readHosts(node: SourceNode, publicOnly: boolean, problem: Problem): HostPatterns {
  const patterns = new HostPatterns();
  for (const text of readTexts(node, problem) ?? []) {
    patterns.add(text, node, problem);
    if (publicOnly && isPrivatePattern(text))
      problem(node, `"${text}" is private, and refused unless the rule says private: true`);
  }
  return patterns;
}

function readSchemes(node: SourceNode, problem: Problem): ReadonlySet<string> {
  const schemes = (readTexts(node, problem) ?? []).map((text) => text.toLowerCase());
  for (const scheme of schemes)
    if (!SCHEME.test(scheme))
      problem(node, `"${scheme}" is not a scheme; write it without ":" or "//", such as https`);
  return new Set(schemes);
}

function readPorts(node: SourceNode, problem: Problem): ReadonlySet<number> {
  if (isList(node) && node.items.length === 0)
    problem(node, `expected ports, got ${describe(node)} without any`);
  const ports = (isList(node) ? node.items : [node]).map((item) => {
    const port = readWholeNumber(item, 1, problem);
    if (port !== undefined && port > 65_535)
      problem(item, `${port} is not a port; the highest is 65535`);
    return port;
  });
  return new Set(ports.filter((port) => port !== undefined));
}
