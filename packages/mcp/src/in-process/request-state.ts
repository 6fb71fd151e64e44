import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { canonicalJson, type Json } from "@capfence/core";
import { isMessage } from "./messages.ts";
import type { McpServerContext } from "./options.ts";

/** Seals what a client brings back: `createRequestStateCodec` of version 2 of the SDK makes one. */
export interface RequestStateCodec {
  mint(payload: unknown, context?: never): Promise<string>;
  /** Throws for a state that it has not sealed, or that is too old. */
  verify(state: string, context: never): Promise<unknown>;
}

/** The call that an answer is for. */
export interface PausedCall {
  readonly approvalId: string;
  /** Of the tool and its arguments. */
  readonly digest: string;
}

/** The digest that a pause and its answer have to agree in. */
export function pausedDigest(toolName: string, input: unknown): string {
  return createHash("sha256")
    .update(canonicalJson([toolName, input] as Json))
    .digest("hex");
}

/** Seals a paused call for its way through the client. */
export function seal(
  paused: PausedCall,
  context: McpServerContext,
  codec: RequestStateCodec = processCodec,
): Promise<string> {
  return codec.mint({ capfence: paused }, context as never);
}

/** The paused call that a client has brought back; undefined if it is not known to be ours. */
export async function unseal(
  context: McpServerContext,
  codec: RequestStateCodec = processCodec,
): Promise<PausedCall | undefined> {
  const state = context.mcpReq?.requestState();
  try {
    // A server that verifies states itself has done so by now, and hands on what was in them.
    return pausedIn(
      typeof state === "string" ? await codec.verify(state, context as never) : state,
    );
  } catch {
    return undefined;
  }
}

function pausedIn(payload: unknown): PausedCall | undefined {
  const paused = isMessage(payload) ? payload["capfence"] : undefined;
  if (!isMessage(paused)) return undefined;
  const { approvalId, digest } = paused;
  return typeof approvalId === "string" && typeof digest === "string"
    ? { approvalId, digest }
    : undefined;
}

const key = randomBytes(32);

function macOf(text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

/** Seals with a key that this process alone has. How long an answer counts is the approval's own matter. */
const processCodec: RequestStateCodec = {
  async mint(payload) {
    const text = Buffer.from(JSON.stringify(payload)).toString("base64url");
    return `${text}.${macOf(text).toString("base64url")}`;
  },
  async verify(state) {
    const [text = "", mac = ""] = state.split(".");
    const given = Buffer.from(mac, "base64url");
    const expected = macOf(text);
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      throw new Error("this state was not sealed here");
    return JSON.parse(Buffer.from(text, "base64url").toString());
  },
};
