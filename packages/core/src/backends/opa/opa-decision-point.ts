import type { ActionEvent } from "../../action/event.ts";
import { isJsonObject, type Json, type JsonObject } from "../../encoding/json.ts";
import { digestJson } from "../../encoding/sha256.ts";
import { parseJson } from "../../encoding/strict-json.ts";
import { ConfigurationError } from "../../errors.ts";
import type { DecisionPoint } from "../../policy/capability-system.ts";
import type { Decision, Effect } from "../../policy/decision.ts";
import type { PolicyMode } from "../../policy/document/document.ts";
import { type BackendAnswer, backendDecision, backendFailure } from "../backend-decision.ts";
import { requestContext } from "../request-context.ts";
import { readLimited } from "../../encoding/read-limited.ts";

/** Where an Open Policy Agent server is and how to ask it. */
export interface OpaOptions {
  /** The server's address, such as `http://127.0.0.1:8181`. */
  readonly url: string;
  /** The rule to ask for, below `/v1/data/`, such as `capfence/decision`. */
  readonly path: string;
  /** How long to wait for an answer; 2,000 where it is left out. */
  readonly timeoutMilliseconds?: number;
  /** Sent with each question, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly mode?: PolicyMode;
  readonly approvalTimeoutSeconds?: number;
  /** Tool name to capability, for adapters. */
  readonly tools?: Readonly<Record<string, string>>;
}

const TIMEOUT = 2000;
const LONGEST_ANSWER = 64 * 1024;
const VERDICTS: ReadonlyMap<unknown, Pick<BackendAnswer, "effect" | "warn">> = new Map<
  unknown,
  { readonly effect: Effect; readonly warn?: boolean }
>([
  ["allow", { effect: "allow" }],
  ["deny", { effect: "deny" }],
  ["require_approval", { effect: "require_approval" }],
  ["warn", { effect: "allow", warn: true }],
]);

/**
 * Decides by asking an OPA server: `POST /v1/data/PATH` with `{ input: { capability, context, payload } }`, which
 * answers `{ result: { verdict, reason, matched_policy } }` or, for a rule that is true or false, a boolean.
 * Whatever goes wrong is a denial. Source: OPA's REST API, "Get a Document (with Input)".
 */
export class OpaDecisionPoint implements DecisionPoint {
  readonly mode: PolicyMode;
  readonly approvalTimeoutSeconds?: number;
  readonly #address: string;
  readonly #timeout: number;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #tools: ReadonlyMap<string, string>;

  /** Throws `ConfigurationError` for an address or a time that cannot be used. */
  constructor(options: OpaOptions) {
    this.#address = readAddress(options);
    this.#timeout = readTimeout(options.timeoutMilliseconds ?? TIMEOUT);
    this.#headers = { ...options.headers, "content-type": "application/json" };
    this.#tools = new Map(Object.entries(options.tools ?? {}));
    this.mode = options.mode ?? "enforce";
    if (options.approvalTimeoutSeconds !== undefined)
      this.approvalTimeoutSeconds = options.approvalTimeoutSeconds;
  }

  /** Never rejects: an answer that cannot be had, or relied on, is a denial for `policy_error`. */
  async decide(event: ActionEvent): Promise<Decision> {
    const { capability, payload } = event;
    const input = { capability, context: requestContext(event), payload };
    try {
      const answer = await this.#ask(input);
      const digest = this.#digestOf(answer["provenance"]);
      const read = readResult(answer["result"]);
      return typeof read === "string"
        ? backendFailure(read, this.#address, digest)
        : backendDecision(read, this.#address, digest);
    } catch (cause) {
      const words = cause instanceof Error ? `${cause.name}: ${cause.message}` : "no answer";
      return backendFailure(words, this.#address, this.#digestOf(undefined));
    }
  }

  capabilityOfTool(tool: string): string | undefined {
    return this.#tools.get(tool);
  }

  async #ask(input: JsonObject): Promise<JsonObject> {
    const response = await fetch(`${this.#address}?provenance=true`, {
      method: "POST",
      headers: this.#headers,
      body: JSON.stringify({ input }),
      // Whoever could redirect the question could answer it.
      redirect: "error",
      signal: AbortSignal.timeout(this.#timeout),
    });
    const text = await readLimited(response, LONGEST_ANSWER);
    if (response.status !== 200) throw new Error(`the server answered ${response.status}`);
    const answer = parseJson(text);
    if (!isJsonObject(answer)) throw new Error("the server's answer is not an object");
    return answer;
  }

  /** Stands for the policy that answered: the bundles' revisions, where the server has bundles. */
  #digestOf(provenance: Json | undefined): string {
    const bundles = isJsonObject(provenance) ? (provenance["bundles"] ?? null) : null;
    return digestJson({ engine: "opa", address: this.#address, bundles });
  }
}

/** What OPA's `result` says, or why it says nothing to rely on; a rule that is undefined has no result. */
function readResult(result: Json | undefined): BackendAnswer | string {
  if (result === undefined) return { effect: "deny", byDefault: true };
  if (typeof result === "boolean") return { effect: result ? "allow" : "deny" };
  if (!isJsonObject(result)) return "the result is neither a boolean nor an object with a verdict";
  const verdict = VERDICTS.get(result["verdict"]);
  if (verdict === undefined) return `unknown verdict ${JSON.stringify(result["verdict"] ?? null)}`;
  const text = (key: string): string | undefined => {
    const value = result[key];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return { ...verdict, reason: text("reason"), rule: text("matched_policy") };
}

function readAddress({ url, path }: OpaOptions): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new ConfigurationError(
      `"${url}" is not the address of a server, such as http://127.0.0.1:8181`,
    );
  if (!/^\w[\w-]*(?:[/.]\w[\w-]*)*$/.test(path))
    throw new ConfigurationError(`"${path}" is not a path of a rule, such as capfence/decision`);
  return `${url.replace(/\/+$/, "")}/v1/data/${path.replaceAll(".", "/")}`;
}

function readTimeout(milliseconds: number): number {
  if (Number.isSafeInteger(milliseconds) && milliseconds > 0) return milliseconds;
  throw new ConfigurationError(
    `timeoutMilliseconds must be a whole number from 1, got ${milliseconds}`,
  );
}
