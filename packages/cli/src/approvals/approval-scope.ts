import type { Approval, ApprovalRequest, JsonObject } from "@capfence/core";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";

/** The names of what an approval can let through beside the call that asked. */
export const SCOPES = ["once", "session", "until", "payload", "envelope"] as const;

/** What an approval lets through beside the call that asked, and for how long. */
export type ApprovalScope =
  /** Nothing. */
  | { readonly kind: "once" }
  /** This very call again. */
  | { readonly kind: "payload"; readonly seconds: number }
  /** Calls of the same actor, capability and environment, in this session or in any, where conditions hold if there are some. */
  | {
      readonly kind: "session" | "until";
      readonly seconds: number;
      readonly conditions?: JsonObject;
    }
  /** As `until`, where conditions of the policy language hold. */
  | { readonly kind: "envelope"; readonly seconds: number; readonly conditions: JsonObject };

/** A scope that lets more through than the call that asked. */
export type WiderScope = Exclude<ApprovalScope, { readonly kind: "once" }>;

/** What is granted with an approval, as the engine takes it. */
export type WiderGrant = NonNullable<Approval["grant"]>;

/** The grant that a scope amounts to. Throws `CommandFailure` for the session of a request of which nobody knows it. */
export function grantOf(scope: WiderScope, request: ApprovalRequest): WiderGrant {
  const { capability, environment = "*", digest } = request;
  const conditions = scope.kind === "payload" ? undefined : scope.conditions;
  return {
    capability,
    environment,
    durationSeconds: scope.seconds,
    // Without its session, the grant would be wider than what was asked for.
    ...(scope.kind === "session" ? { session: sessionOf(request) } : {}),
    ...(scope.kind === "payload" ? { digest } : {}),
    ...(conditions === undefined ? {} : { conditions }),
  };
}

function sessionOf({ id, context }: ApprovalRequest): string {
  const { sessionId } = context;
  if (typeof sessionId === "string") return sessionId;
  throw new CommandFailure(
    EXIT.finding,
    `request "${id}" ${sessionId === undefined ? "names no session" : "has its session redacted"}; use --scope until, payload or envelope`,
  );
}
