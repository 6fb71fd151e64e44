import type {
  Entities,
  EntityJson,
  EntityUidJson,
  StatefulAuthorizationCall,
  TypeAndId,
} from "@cedar-policy/cedar-wasm/nodejs";
import type { ActionEvent } from "../../action/event.ts";
import { digestJson } from "../../encoding/sha256.ts";
import { ConfigurationError } from "../../errors.ts";
import type { DecisionPoint } from "../../policy/capability-system.ts";
import type { Decision } from "../../policy/decision.ts";
import type { PolicyMode } from "../../policy/document/document.ts";
import { backendDecision, backendFailure } from "../backend-decision.ts";
import { requestContext } from "../request-context.ts";
import type { CedarModule } from "./cedar-module.ts";
import { type CedarEffect, type CedarPolicy, readCedarPolicies } from "./cedar-policies.ts";
import { cedarValue } from "./cedar-value.ts";

/** Cedar policies and what they are judged with. */
export interface CedarOptions {
  /** Cedar policies as text. */
  readonly policies: string;
  /** A Cedar schema as text; requests are then checked against it, and one that does not fit is denied. */
  readonly schema?: string;
  /** Entities besides those made for each call, such as agents and their groups. */
  readonly entities?: Entities;
  readonly mode?: PolicyMode;
  readonly approvalTimeoutSeconds?: number;
  /** Tool name to capability, for adapters. */
  readonly tools?: Readonly<Record<string, string>>;
  /** Another entry of `@cedar-policy/cedar-wasm` than the one for Node, such as its `/web`. */
  readonly cedar?: CedarModule;
}

const SOURCE = "cedar";
/** Answers to different questions of a policy that could not be evaluated, most restrictive first. */
const STRICTEST_FIRST: readonly CedarEffect[] = ["require_approval", "permit", "warn"];

/**
 * Decides with Cedar policies, in process.
 *
 * The principal is `Agent::"ACTOR"`, the action `Action::"CAPABILITY"`, which is in an action for each of its
 * prefixes (`Action::"shell.execute"`, `Action::"shell"`), the resource `Tool::"NAME"`, or the capability where no
 * tool is named. The context is what the host asserts, and the arguments as `context.payload`.
 *
 * Cedar skips a policy that fails; here a forbid that fails denies, and a permit that asks for approval and fails asks.
 */
export class CedarDecisionPoint implements DecisionPoint {
  readonly mode: PolicyMode;
  readonly approvalTimeoutSeconds?: number;
  /** SHA-256 over policies, schema and entities. */
  readonly digest: string;
  readonly #cedar: CedarModule;
  readonly #policies: ReadonlyMap<string, CedarPolicy>;
  readonly #entities: readonly EntityJson[];
  /** Ids of the actions among the entities, which must not be given twice. */
  readonly #knownActions: ReadonlySet<string>;
  readonly #hasSchema: boolean;
  readonly #tools: ReadonlyMap<string, string>;

  /** Loads `@cedar-policy/cedar-wasm` and the policies. Throws `ConfigurationError` for what does not parse. */
  static async load(options: CedarOptions): Promise<CedarDecisionPoint> {
    return new CedarDecisionPoint(options, options.cedar ?? (await importCedar()));
  }

  private constructor(options: CedarOptions, cedar: CedarModule) {
    const { policies, schema, entities = [], mode = "enforce" } = options;
    this.#cedar = cedar;
    this.#policies = new Map(readCedarPolicies(policies, cedar).map((one) => [one.id, one]));
    this.#entities = entities;
    this.#knownActions = new Set(entities.flatMap(({ uid }) => actionIds(uid)));
    this.#hasSchema = schema !== undefined;
    this.#tools = new Map(Object.entries(options.tools ?? {}));
    this.digest = digestJson({
      engine: SOURCE,
      policies,
      schema: schema ?? null,
      entities: JSON.parse(JSON.stringify(entities)),
    });
    this.mode = mode;
    if (options.approvalTimeoutSeconds !== undefined)
      this.approvalTimeoutSeconds = options.approvalTimeoutSeconds;
    const texts = [...this.#policies.values()].map(({ id, text }) => [id, text] as const);
    const answers = [
      cedar.preparsePolicySet(this.digest, { staticPolicies: Object.fromEntries(texts) }),
      ...(schema === undefined ? [] : [cedar.preparseSchema(this.digest, schema)]),
    ];
    for (const answer of answers)
      if (answer.type === "failure")
        throw new ConfigurationError(
          `Cedar refuses this: ${answer.errors.map(({ message }) => message).join("; ")}`,
        );
  }

  /** Never throws: a call that Cedar cannot be asked about is denied for `policy_error`. */
  decide(event: ActionEvent): Decision {
    try {
      const answer = this.#cedar.statefulIsAuthorized(this.#callFor(event));
      if (answer.type === "success") {
        const { decision, diagnostics } = answer.response;
        const failed = diagnostics.errors.map(({ policyId }) => policyId);
        return this.#decisionOf(decision, diagnostics.reason, failed);
      }
      return this.#failure(answer.errors.map(({ message }) => message).join("; "));
    } catch (cause) {
      return this.#failure(`Cedar cannot hold ${cause instanceof Error ? cause.message : "this"}`);
    }
  }

  capabilityOfTool(tool: string): string | undefined {
    return this.#tools.get(tool);
  }

  #callFor(event: ActionEvent): StatefulAuthorizationCall {
    const { actor, capability, context, payload } = event;
    const prefixes = capability
      .split(".")
      .map((_segment, index, all) => all.slice(0, index + 1).join("."));
    // A schema declares the actions and what they are in.
    const own = this.#hasSchema ? [] : prefixes.filter((id) => !this.#knownActions.has(id));
    const actions = own.map((id) => ({
      uid: action(id),
      attrs: {},
      parents: prefixes.slice(0, prefixes.indexOf(id)).map(action),
    }));
    return {
      preparsedPolicySetId: this.digest,
      ...(this.#hasSchema ? { preparsedSchemaName: this.digest, validateRequest: true } : {}),
      principal: { type: "Agent", id: actor },
      action: action(capability),
      resource: { type: "Tool", id: context.toolName ?? capability },
      context: {
        ...(cedarValue(requestContext(event)) as Readonly<Record<string, string | number>>),
        capability,
        payload: cedarValue(payload),
      },
      entities: [...this.#entities, ...actions],
    };
  }

  #decisionOf(
    decision: "allow" | "deny",
    satisfied: readonly string[],
    failed: readonly string[],
  ): Decision {
    const failing = (effect: CedarEffect): CedarPolicy | undefined =>
      failed.map((id) => this.#policies.get(id)).find((policy) => policy?.effect === effect);
    const holding = satisfied.map((id) => this.#policies.get(id));
    const forbid = failing("forbid");
    if (decision === "deny") {
      const [policy = forbid] = holding;
      const deny = { effect: "deny", byDefault: policy === undefined } as const;
      return backendDecision({ ...deny, ...wordsOf(policy) }, SOURCE, this.digest);
    }
    if (forbid !== undefined)
      return backendDecision({ effect: "deny", ...wordsOf(forbid) }, SOURCE, this.digest);
    const asking = failing("require_approval");
    const deciding =
      asking ??
      STRICTEST_FIRST.map((effect) => holding.find((policy) => policy?.effect === effect)).find(
        (policy) => policy !== undefined,
      );
    const effect = deciding?.effect === "require_approval" ? "require_approval" : "allow";
    const warn = effect === "allow" && holding.some((policy) => policy?.effect === "warn");
    return backendDecision({ effect, warn, ...wordsOf(deciding) }, SOURCE, this.digest);
  }

  #failure(cause: string): Decision {
    return backendFailure(cause, SOURCE, this.digest);
  }
}

function wordsOf(policy: CedarPolicy | undefined): {
  readonly rule: string | undefined;
  readonly reason: string | undefined;
} {
  return { rule: policy?.id, reason: policy?.reason };
}

function actionIds(uid: EntityUidJson): readonly string[] {
  const { __entity: plain } = "__entity" in uid ? uid : { __entity: uid };
  return plain.type === "Action" ? [plain.id] : [];
}

const action = (id: string): TypeAndId => ({ type: "Action", id });

async function importCedar(): Promise<CedarModule> {
  try {
    return await import("@cedar-policy/cedar-wasm/nodejs");
  } catch (cause) {
    throw new ConfigurationError("install @cedar-policy/cedar-wasm to decide with Cedar policies", {
      cause,
    });
  }
}
