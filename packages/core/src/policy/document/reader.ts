import type { PolicyProblem } from "../../errors.ts";
import { readApprovals } from "./approvals-section.ts";
import type { Section } from "../decision.ts";
import type { PolicyDocument, PolicyFiles } from "./document.ts";
import { checkFields, checkMode, checkTools, shortestTimeout } from "./inheritance.ts";
import { mergeFields, mergeRiskLevels, mergeTools } from "./merge.ts";
import { readFields, readRiskLevels, readTools } from "./tables.ts";
import { readLegacyRule } from "./legacy-rule.ts";
import { readTokens } from "./tokens-section.ts";
import { readRule, type Rule } from "../rule.ts";
import {
  childOf,
  PolicySource,
  type SourceEntry,
  type SourceNode,
  reportUnknownKeys,
} from "./source.ts";
import {
  describe,
  isList,
  isMapping,
  readText,
  readTexts,
  readWholeNumber,
  scalarText,
} from "./source-values.ts";

const SECTIONS: readonly Section[] = ["deny", "require_approval", "warn", "allow"];
/** Every key of a policy file. */
export const POLICY_KEYS: readonly string[] =
  `version name policy_name description extends mode enforcement_mode approval_timeout_seconds
   approvals tokens environments tools fields deny require_approval warn allow risk_levels rules`.split(
    /\s+/,
  );
const MODES: ReadonlyMap<string, PolicyDocument["mode"]> = new Map([
  ["enforce", "enforce"],
  ["block", "enforce"],
  ["observe", "observe"],
]);

/** Reads policy files into one document, following `extends` and collecting every problem. */
export class DocumentReader {
  readonly #files: PolicyFiles;
  readonly #problems: PolicyProblem[];
  /** Files read so far: one that several others extend is read once, and its rules count once. */
  readonly #known = new Map<string, PolicyDocument | undefined>();

  constructor(files: PolicyFiles, problems: PolicyProblem[]) {
    this.#files = files;
    this.#problems = problems;
  }

  /** `open` holds the files that led here, innermost last. */
  read(text: string, file: string, open: readonly string[]): PolicyDocument | undefined {
    const source = new PolicySource(file);
    const root = source.read(text);
    const document = root && this.#document(root, source, [...open, file]);
    for (const problem of source.problems) this.#problems.push(problem);
    return document;
  }

  #document(
    root: SourceNode,
    source: PolicySource,
    open: readonly string[],
  ): PolicyDocument | undefined {
    const problem = (node: SourceNode, message: string): undefined => source.report(node, message);
    if (!isMapping(root))
      return problem(root, `a policy is a mapping of sections, got ${describe(root)}`);
    reportUnknownKeys(root, POLICY_KEYS, source);
    const find = (name: string): SourceNode | undefined => childOf(root, name);
    const parents = this.#parents(find("extends"), source, open);
    const text = (name: string): string | undefined => {
      const node = find(name);
      return node && readText(node, problem);
    };
    const environments = find("environments");
    const timeout = find("approval_timeout_seconds");
    readVersion(find("version"), source);
    const modeNode = find("mode") ?? find("enforcement_mode");
    if (find("mode") !== undefined && find("enforcement_mode") !== undefined)
      problem(root, "has both mode and enforcement_mode; keep mode");
    const mode = readMode(modeNode, source);
    checkMode(mode, modeNode, parents, source);
    const tools = readTools(find("tools"), source);
    checkTools(tools, parents, find("tools"), source);
    const fields = readFields(find("fields"), source);
    checkFields(fields, parents, find("fields"), source);
    return {
      file: source.file,
      files: [...new Set(parents.flatMap((parent) => parent.files)), source.file],
      name: text("name") ?? text("policy_name"),
      description: text("description"),
      mode,
      approvalTimeoutSeconds: shortestTimeout(
        timeout && readWholeNumber(timeout, 1, problem),
        parents,
      ),
      approvals: [
        ...new Set(parents.flatMap((parent) => parent.approvals)),
        ...readApprovals(find("approvals"), source),
      ],
      tokens: readTokens(root, parents, source),
      environments: [
        ...new Set(parents.flatMap((parent) => parent.environments)),
        ...((environments && readTexts(environments, problem)) ?? []).map((name) =>
          name.toLowerCase(),
        ),
      ],
      tools: mergeTools(parents, tools, source, root),
      fields: mergeFields(parents, fields),
      rules: [
        ...new Set(parents.flatMap((parent) => parent.rules)),
        ...readRules(root.entries, source),
      ],
      riskLevels: mergeRiskLevels(parents, readRiskLevels(find("risk_levels"), source)),
    };
  }

  #parents(
    node: SourceNode | undefined,
    source: PolicySource,
    open: readonly string[],
  ): readonly PolicyDocument[] {
    if (node === undefined) return [];
    const paths = readTexts(node, (at, message) => source.report(at, message)) ?? [];
    const parents = paths.map((path, index) => {
      const at = node.items[index] ?? node;
      const file = this.#files.resolve(path, source.file);
      if (open.includes(file))
        return source.report(at, `"${path}" extends this file, so the two would never end`);
      try {
        if (!this.#known.has(file))
          this.#known.set(file, this.read(this.#files.read(file), file, open));
        return this.#known.get(file);
      } catch (error) {
        return source.report(
          at,
          `cannot read "${path}": ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    });
    return parents.filter((parent) => parent !== undefined);
  }
}

function readRules(entries: readonly SourceEntry[], source: PolicySource): readonly Rule[] {
  const rules: (Rule | undefined)[] = [];
  // In a fixed order, because the order of a mapping's keys means nothing in YAML.
  for (const section of [...SECTIONS, undefined]) {
    const node = entries.find(({ name }) => name === (section ?? "rules"))?.node;
    if (node === undefined) continue;
    if (!isList(node))
      source.report(node, `expected a list of rules, got ${describe(node)}; write [] for none`);
    for (const item of node.items)
      rules.push(
        section === undefined ? readLegacyRule(item, source) : readRule(item, section, source),
      );
  }
  return rules.filter((rule) => rule !== undefined);
}

function readVersion(node: SourceNode | undefined, source: PolicySource): void {
  if (node !== undefined && !["1", "1.0"].includes(scalarText(node)))
    source.report(node, `unknown version ${describe(node)}; this release reads version 1`);
}

function readMode(node: SourceNode | undefined, source: PolicySource): PolicyDocument["mode"] {
  if (node === undefined) return "enforce";
  const mode = MODES.get(scalarText(node));
  if (mode === undefined)
    source.report(node, `unknown mode ${describe(node)}; use enforce or observe`);
  return mode ?? "enforce";
}
