import { readTextFile, resolvePath } from "#platform";
import type { ActionEvent } from "../action/event.ts";
import { ConfigurationError, PolicyLoadError } from "../errors.ts";
import type { JsonObject } from "../encoding/json.ts";
import type { ApprovalRequirement } from "./approval-requirement.ts";
import { BareConditions } from "./bare-conditions.ts";
import { type BudgetUse, Budgets } from "./budget.ts";
import { CompiledPolicy } from "./compiled/policy.ts";
import type { Decision } from "./decision.ts";
import {
  DEFAULT_APPROVAL_TIMEOUT,
  type PolicyDocument,
  type PolicyFiles,
  type PolicyMode,
} from "./document/document.ts";
import { explainNothing } from "./explain/explain.ts";
import type { Explanation } from "./explain/explanation.ts";
import { loadPolicyDocument, NO_FILES, readPolicyDocument } from "./document/load.ts";
import { type FileView, HOST_FILES } from "./path/file-view.ts";
import { POLICY_SIZE_LIMIT } from "./document/source.ts";
import type { TokenSettings } from "./token-settings.ts";

/** Anything that can decide: this package's policies, or another engine behind an adapter. */
export interface DecisionPoint {
  /** Judges an event; must not change it. An error it throws, or rejects with, is a deny. */
  decide(event: ActionEvent): Decision | Promise<Decision>;
  /** What must be loaded before `decide` can judge every event; undefined where nothing is left to load. */
  ready?(): Promise<void> | undefined;
  /**
   * Whether some call like an event, but with any payload and whatever limits have used, might not be denied: for lists
   * of what an agent can do. Must be true wherever `decide` does not deny. Where it is missing, every call might run.
   */
  couldAllow?(event: ActionEvent): boolean;
  /** The capability of a tool by its name, where the policy maps tools. */
  capabilityOfTool?(tool: string): string | undefined;
  /** Whether decisions bind; `enforce` where it is left out. */
  readonly mode?: PolicyMode;
  /** How long a request for approval, and an approval, may be used; 3,600 where it is left out. */
  readonly approvalTimeoutSeconds?: number;
  /** Who must sign approvals, rejections and grants; where none is for a call, anybody's answer counts. */
  readonly approvalRequirements?: readonly ApprovalRequirement[];
  /** Whose capability tokens count, and how; where it is left out, a call that comes with one is denied. */
  readonly tokens?: TokenSettings | undefined;
  /**
   * Whether an allow rule that has these conditions alone would hold for an event; false for what is no condition.
   * Where it is missing, grants with conditions are not honoured.
   */
  holds?(conditions: JsonObject, event: ActionEvent): boolean;
  /**
   * What an event uses of each limit of a token's budget; undefined where that cannot be told. Where it is missing, no
   * call with such a token is let through.
   */
  usesOf?(budget: JsonObject, event: ActionEvent): readonly BudgetUse[] | undefined;
}

const NOTHING_LOADED: Decision = Object.freeze({
  effect: "deny",
  reason: "policy_default_deny",
  warn: false,
  rule: undefined,
  uncertain: [],
  policyDigest: "",
});

/** The policy decision point: a loaded policy, or, before one is loaded, a deny for everything. */
export class CapabilitySystem implements DecisionPoint {
  #policy: CompiledPolicy | undefined;
  readonly #bare = new BareConditions();
  readonly #budgets = new Budgets();

  /**
   * Loads a policy file (YAML 1.2 or JSON) and all it extends, in place of any policy loaded before.
   * Throws `PolicyLoadError` with every problem, or `ConfigurationError` for an unreadable file; then nothing changes.
   */
  loadPolicy(path: string): this {
    return this.#use(new CompiledPolicy(loadPolicyDocument(path, POLICY_FILES)));
  }

  /** As {@link loadPolicy}, for a policy given as text; `file` is what errors call it. */
  loadPolicyText(text: string, file = "policy"): this {
    return this.#use(new CompiledPolicy(readPolicyDocument(text, file, NO_FILES)));
  }

  /** As {@link loadPolicyText}, for text that stands, or is to stand, in a file: what it extends is found from there. */
  loadPolicyTextAt(path: string, text: string): this {
    const file = POLICY_FILES.resolve(path);
    return this.#use(new CompiledPolicy(readPolicyDocument(text, file, POLICY_FILES)));
  }

  /**
   * Takes the policy of another system in place of its own, all at once: load that one, await its {@link ready}, and no
   * call is ever without a policy.
   */
  replaceWith(other: CapabilitySystem): this {
    this.#policy = other.#policy;
    return this;
  }

  /**
   * What is still being loaded for the policy, such as the SQL grammar, and for the conditions that {@link holds}
   * was asked about; undefined where nothing is. It rejects with
   * `ConfigurationError` where that cannot be loaded.
   */
  ready(): Promise<void> | undefined {
    const loading = [this.#policy?.load(), this.#bare.load()].filter((one) => one !== undefined);
    return loading.length > 1 ? Promise.all(loading).then(() => undefined) : loading[0];
  }

  /**
   * Judges an event; `files` is where path conditions follow links, by default this host. Throws
   * `ConfigurationError` for an event whose judgement needs what is not loaded: see {@link ready}.
   */
  decide(event: ActionEvent, files: FileView = HOST_FILES): Decision {
    return this.#policy === undefined ? NOTHING_LOADED : this.#policy.decide(event, files);
  }

  /**
   * Whether a call like an event might not be denied with some payload: conditions on the context are judged by the
   * event, those on the payload and on what limits have used are taken to turn out either way. False without a policy.
   */
  couldAllow(event: ActionEvent): boolean {
    return this.#policy?.couldAllow(event) ?? false;
  }

  /** As {@link decide}, and throws as it does, with what every rule and every condition made of the event. */
  explain(event: ActionEvent, files: FileView = HOST_FILES): Explanation {
    return this.#policy === undefined
      ? explainNothing(NOTHING_LOADED, event)
      : this.#policy.explain(event, files);
  }

  /**
   * Whether an allow rule that has these conditions alone would surely hold for an event; false without a policy, for
   * what is no condition, for limits, and for conditions whose loading, which this begins, has not ended.
   */
  holds(conditions: JsonObject, event: ActionEvent, files: FileView = HOST_FILES): boolean {
    return (
      this.#policy !== undefined && this.#bare.hold(conditions, this.#policy.viewOf(event, files))
    );
  }

  /**
   * What an event uses of each limit of a budget, by its amounts as the policy finds them; undefined without a policy,
   * for what is no budget, and for a call that is not within each limit, whatever is left: its amount cannot be told,
   * or is in another currency.
   */
  usesOf(budget: JsonObject, event: ActionEvent): readonly BudgetUse[] | undefined {
    return this.#policy && this.#budgets.usesOf(budget, this.#policy.viewOf(event));
  }

  #use(policy: CompiledPolicy): this {
    this.#policy = policy;
    // Begun here, so that it is there when the first call comes.
    void policy.load();
    return this;
  }

  /** The loaded policy as it was read. */
  get document(): PolicyDocument | undefined {
    return this.#policy?.document;
  }

  /** SHA-256 of what the loaded policy means; empty where none is loaded. */
  get digest(): string {
    return this.#policy?.digest ?? "";
  }

  get mode(): PolicyMode {
    return this.#policy?.document.mode ?? "enforce";
  }

  get approvalTimeoutSeconds(): number {
    return this.#policy?.document.approvalTimeoutSeconds ?? DEFAULT_APPROVAL_TIMEOUT;
  }

  /** Who must sign approvals, rejections and grants, as the policy's `approvals:` says. */
  get approvalRequirements(): readonly ApprovalRequirement[] {
    return this.#policy?.document.approvals ?? [];
  }

  /** Whose capability tokens count, as the policy's `tokens:` says. */
  get tokens(): TokenSettings | undefined {
    return this.#policy?.document.tokens;
  }

  /** The capability that the policy's `tools:` gives a tool: its exact name first, then the longest prefix. */
  capabilityOfTool(tool: string): string | undefined {
    const tools = this.#policy?.document.tools;
    const exact = tools?.get(tool);
    if (exact !== undefined) return exact.capability;
    let longest: readonly [string, string] | undefined;
    for (const [name, { capability }] of tools ?? [])
      if (
        name.endsWith("*") &&
        tool.startsWith(name.slice(0, -1)) &&
        name.length > (longest?.[0].length ?? 0)
      )
        longest = [name, capability];
    return longest?.[1];
  }
}

/** Policy files on this host; a path inside a policy is relative to that policy. */
const POLICY_FILES: PolicyFiles = {
  read(path) {
    try {
      return readTextFile(path, POLICY_SIZE_LIMIT);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      if (cause instanceof RangeError || cause instanceof TypeError)
        throw new PolicyLoadError([{ file: path, line: 1, column: 1, key: "", message: reason }], {
          cause,
        });
      if ((cause as { readonly code?: unknown }).code === "ENOENT")
        throw new ConfigurationError(`there is no policy at "${path}"`, { cause });
      throw new ConfigurationError(`cannot read policy "${path}": ${reason}`, { cause });
    }
  },
  resolve: resolvePath,
};
