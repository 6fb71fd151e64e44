import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { canonicalJson, type JsonObject } from "@capfence/core";
import { isJsonObject } from "../wire/json-object.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";

/** What the gateway gives a client to bring back with an answer. */
export interface SealedState {
  /** `approval`: a question of the gateway was asked; `round`: the upstream has asked, in the middle of an approved call. */
  readonly kind: "approval" | "round";
  /** The request for approval, or the number of the round. */
  readonly id: string;
  /** Of who calls, what, and with which arguments. */
  readonly digest: string;
}

const PREFIX = "capfence.v1.";

/** Seals what a client brings back, so that it can be neither made up nor used for another call. */
export class StateSeal {
  readonly #key: Uint8Array;

  /** Gateways that share a key, and one that is started again with it, know each other's states. */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  seal(state: SealedState): string {
    const text = Buffer.from(JSON.stringify(state)).toString("base64url");
    return `${PREFIX}${text}.${this.#macOf(text).toString("base64url")}`;
  }

  /**
   * What was sealed, for the call with this digest; undefined for a state of somebody else's making. Throws
   * `RpcFailure` for one that only looks like ours, or is for another call.
   */
  open(state: string, digest: string): SealedState | undefined {
    if (!state.startsWith(PREFIX)) return undefined;
    const [text = "", mac = ""] = state.slice(PREFIX.length).split(".");
    const given = Buffer.from(mac, "base64url");
    const expected = this.#macOf(text);
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw new RpcFailure(CODE.invalidParams, "this requestState was not given out here");
    const sealed: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    if (!isSealed(sealed) || sealed.digest !== digest)
      throw new RpcFailure(CODE.invalidParams, "this requestState is that of another call");
    return sealed;
  }

  #macOf(text: string): Buffer {
    return createHmac("sha256", this.#key).update(`capfence request state\n${text}`).digest();
  }
}

/** The digest of who calls what with which arguments. */
export function callDigest(principal: string, tool: string, input: JsonObject): string {
  return createHash("sha256")
    .update(canonicalJson([principal, tool, input]))
    .digest("hex");
}

function isSealed(value: unknown): value is SealedState & JsonObject {
  return (
    isJsonObject(value) &&
    (value["kind"] === "approval" || value["kind"] === "round") &&
    typeof value["id"] === "string" &&
    typeof value["digest"] === "string"
  );
}
