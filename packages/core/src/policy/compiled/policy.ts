import type { ActionEvent } from "../../action/event.ts";
import { digestJson } from "../../encoding/sha256.ts";
import { AmountKeys } from "../payload/amount-keys.ts";
import type { Condition } from "../conditions/condition.ts";
import type { Decision, Reason, RuleReference } from "../decision.ts";
import type { PolicyDocument } from "../document/document.ts";
import { explainDecision } from "../explain/explain.ts";
import type { Explanation } from "../explain/explanation.ts";
import { type CapabilityFacts, EventView } from "../payload/event-view.ts";
import type { FileView } from "../path/file-view.ts";
import { readLookups } from "../path/path-lookups.ts";
import { type Rule, uncertainConditions } from "../rule.ts";
import { isShellCapability } from "../shell/reading.ts";
import { declaredFields, namedEnvironments } from "./capability-facts.ts";
import { CapabilityIndex } from "./capability-index.ts";
import { couldAllow } from "./could-allow.ts";
import { underLimits } from "./limit-uses.ts";
import { Finding, type Member } from "./member.ts";
import { meaningOf } from "./policy-meaning.ts";
import { type Sections, SectionsCache } from "./sections.ts";

/** Everything a policy has to say about one capability. */
interface Bucket extends Sections {
  /** No rule bears on it. */
  readonly isUnnamed: boolean;
  /** What is decided where no rule holds. */
  readonly otherwise: Decision;
  readonly facts: CapabilityFacts;
}

/** Agents could ask for ever new capabilities; beyond those a policy names, only so many are remembered. */
const SPARE_BUCKETS = 4096;

/** A policy ready to decide: pure and synchronous, without a clock; it sees files through the view it is given alone. */
export class CompiledPolicy {
  readonly document: PolicyDocument;
  readonly #index: CapabilityIndex;
  readonly #environments: ReadonlySet<string>;
  readonly #amountKeys = new AmountKeys();
  readonly #sections: SectionsCache;
  readonly #buckets = new Map<string, Bucket>();
  readonly #capacity: number;
  #digest: string | undefined;
  #denial: Decision | undefined;
  /** Used anew by each decision, so that what is written to is always at hand. */
  readonly #findings = {
    deny: new Finding(),
    approval: new Finding(),
    warn: new Finding(),
    allow: new Finding(),
  };
  /** Conditions that may still have something to load. */
  #loaders: readonly Condition[];

  constructor(document: PolicyDocument) {
    this.document = document;
    this.#index = new CapabilityIndex(document.rules);
    this.#sections = new SectionsCache(document.rules, (rule) => this.#decisionOf(rule));
    this.#environments = namedEnvironments(document);
    this.#capacity = document.rules.length + SPARE_BUCKETS;
    this.#loaders = document.rules
      .flatMap((rule) => rule.conditions)
      .filter((condition) => condition.load !== undefined);
  }

  /** SHA-256 over what the policy means; comments, order of keys, places and words for people do not count. */
  get digest(): string {
    // Made when it is first asked for: whoever only checks a policy does not need it.
    return (this.#digest ??= digestJson(meaningOf(this.document)));
  }

  /** Loads what the policy's conditions need; undefined once all of it is there. */
  load(): Promise<void> | undefined {
    if (this.#loaders.length === 0) return undefined;
    const loading = [...new Set(this.#loaders.map((condition) => condition.load?.()))];
    const waiting = loading.filter((one) => one !== undefined);
    if (waiting.length === 0) this.#loaders = [];
    return waiting.length > 1 ? Promise.all(waiting).then(() => undefined) : waiting[0];
  }

  /** The most restrictive decision over every way the uncertain conditions could have turned out. */
  decide(event: ActionEvent, files?: FileView): Decision {
    const bucket = this.#bucketFor(event);
    if (bucket.isUnnamed && this.document.riskLevels.size === 0) return bucket.otherwise;
    return this.#decideFrom(bucket, new EventView(event, bucket.facts, files));
  }

  /** Whether {@link decide} might not deny the event with another payload, whatever limits have used. */
  couldAllow(event: ActionEvent): boolean {
    const bucket = this.#bucketFor(event);
    const view = new EventView(event, bucket.facts);
    return couldAllow(bucket, this.#riskDecision(event), view);
  }

  /** What the policy makes of an event, rule by rule; its decision is that of {@link decide}. */
  explain(event: ActionEvent, files?: FileView): Explanation {
    const bucket = this.#bucketFor(event);
    // One view for both: files that change in between must not part the reasons from the decision.
    const view = new EventView(event, bucket.facts, files);
    return explainDecision(this.#decideFrom(bucket, view), this.document.rules, view);
  }

  #decideFrom(bucket: Bucket, view: EventView): Decision {
    const decision = this.#judge(view.event, bucket, view);
    if (bucket.limits !== undefined && decision.effect !== "deny")
      return underLimits(decision, bucket.limits, view);
    const resolved = view.made(readLookups)?.resolved;
    return resolved === undefined ? decision : Object.freeze({ ...decision, resolved });
  }

  #judge(event: ActionEvent, bucket: Bucket, view: EventView): Decision {
    const deny = bucket.deny.find(view, this.#findings.deny);
    if (deny.certain !== undefined) return deny.certain.decision;
    if (deny.uncertain !== undefined) return withUncertain(deny.uncertain, view);
    const approval = bucket.approval.find(view, this.#findings.approval);
    if (approval.certain !== undefined) return approval.certain.decision;
    const risk = this.#riskDecision(event);
    if (risk !== undefined && risk.effect !== "allow") return risk;
    const warn = bucket.warn.find(view, this.#findings.warn);
    const allowed = bucket.allow.find(view, this.#findings.allow).certain ?? warn.certain;
    if (allowed === undefined) return bucket.otherwise;
    if (approval.uncertain !== undefined) return withUncertain(approval.uncertain, view);
    const marked = risk !== undefined || warn.certain !== undefined || warn.uncertain !== undefined;
    return marked && !allowed.decision.warn
      ? Object.freeze({ ...allowed.decision, warn: true })
      : allowed.decision;
  }

  /** An event as this policy's conditions read it. */
  viewOf(event: ActionEvent, files?: FileView): EventView {
    return new EventView(event, this.#bucketFor(event).facts, files);
  }

  /** What the event's risk level alone asks for; a level that only marks comes back as `allow` with `warn`. */
  #riskDecision(event: ActionEvent): Decision | undefined {
    if (this.document.riskLevels.size === 0) return undefined;
    const risk = event.context.risk?.toLowerCase();
    const level = risk === undefined ? undefined : this.document.riskLevels.get(risk);
    if (risk === undefined || level === undefined || level.action === "allow") return undefined;
    const rule: RuleReference = {
      section: "risk_levels",
      id: `risk_levels.${risk}`,
      file: level.file,
      line: level.line,
    };
    if (level.action === "deny") return this.#decision("deny", "policy_deny", rule);
    if (level.action === "warn") return this.#decision("allow", "policy_allow", rule, true);
    return this.#decision("require_approval", "approval_required", rule);
  }

  #bucketFor(event: ActionEvent): Bucket {
    // "+" cannot stand in a capability, so the two spellings cannot be confused.
    const key = event.alias === undefined ? event.capability : `${event.capability}+${event.alias}`;
    const known = this.#buckets.get(key);
    // Stryker disable next-line ConditionalExpression: what is remembered only saves time
    if (known !== undefined) return known;
    // Stryker disable next-line all: what is forgotten is made again, and only costs time
    if (this.#buckets.size >= this.#capacity) {
      this.#buckets.clear();
      this.#sections.clear();
    }
    const bucket = this.#makeBucket(event.capability, event.alias);
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #makeBucket(capability: string, alias: string | undefined): Bucket {
    const segments = capability.split(".");
    const facts = {
      fields: declaredFields(this.document, segments),
      shell:
        isShellCapability(segments) || (alias !== undefined && isShellCapability(alias.split("."))),
      amountKeys: this.#amountKeys,
      environments: this.#environments,
    };
    const candidates = this.#index.candidates(capability, alias);
    const sections = this.#sections.sectionsOf(candidates, facts.shell);
    const otherwise = (this.#denial ??= this.#decision("deny", "policy_default_deny", undefined));
    const isUnnamed = candidates.length === 0;
    const { deny, approval, warn, allow, limits } = sections;
    return { isUnnamed, otherwise, facts, deny, approval, warn, allow, limits };
  }

  #decisionOf({ section, reference }: Rule): Decision {
    if (section === "deny") return this.#decision("deny", "policy_deny", reference);
    if (section === "require_approval")
      return this.#decision("require_approval", "approval_required", reference);
    return this.#decision("allow", "policy_allow", reference, section === "warn");
  }

  #decision(
    effect: Decision["effect"],
    reason: Reason,
    rule: RuleReference | undefined,
    warn = false,
  ): Decision {
    return Object.freeze({
      effect,
      reason,
      warn,
      rule,
      uncertain: NONE,
      policyDigest: this.digest,
    });
  }
}

const NONE: readonly string[] = Object.freeze([]);
/** An uncertain deny denies, and an uncertain approval asks; both say what they could not evaluate. */
function withUncertain(member: Member, view: EventView): Decision {
  return Object.freeze({
    ...member.decision,
    uncertain: Object.freeze(uncertainConditions(member.candidate, view)),
  });
}
