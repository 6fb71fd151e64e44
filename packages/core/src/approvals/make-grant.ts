import { parseEnvironment } from "../action/capability.ts";
import { readFact } from "../action/context.ts";
import { freezeJsonObject, type JsonObject } from "../encoding/json.ts";
import { ApprovalError, ConfigurationError } from "../errors.ts";
import { parseCapabilityPattern } from "../policy/capability-pattern.ts";
import {
  ANY,
  type ApprovedGrant,
  type Endorsement,
  LONGEST_BREAK_GLASS,
  LONGEST_GRANT,
} from "./grant.ts";
import { shortId } from "./short-id.ts";
import { grantStatement, signedWith } from "./statement.ts";
import { checkWords, nameOf, type Speaker } from "./words.ts";

/** What is to be granted, to whom, and for how long. */
export interface GrantInput extends Speaker {
  /** Whose calls; `*` for anybody's. */
  readonly actor: string;
  /** A capability pattern whose first segment is a name, such as `payments.transfer` or `files.*`. */
  readonly capability: string;
  /** Where; `*` for anywhere. */
  readonly environment: string;
  readonly durationSeconds: number;
  readonly session?: string;
  /** The one tool it is for, and the digest of its definition, as `context.toolDigest` has it. */
  readonly tool?: string;
  readonly toolDigest?: string;
  /** Conditions of the policy language that the calls must meet, as in an allow rule. */
  readonly conditions?: JsonObject;
  /** The digest of the one call it is for, as the request has it. */
  readonly digest?: string;
  /** What was shown of that call; see `shownDigest`. */
  readonly shown?: string;
  readonly reason?: string;
  /** In an emergency; needs a reason, lasts a day at most, and is shouted about. */
  readonly breakGlass?: boolean;
  /** The request it is given for. */
  readonly request?: string;
  /** How many must grant it before it opens anything; 1 where it is left out. */
  readonly quorum?: number;
}

/** A grant as it will be kept, and signed where there is a key. Throws `ApprovalError` for one that would be too wide, too long or unclear. */
export function makeGrant(input: GrantInput, newId: () => string, now: number): ApprovedGrant {
  const by = nameOf(input);
  const { session, tool, toolDigest, conditions, digest, reason, request, quorum = 1 } = input;
  const breakGlass = input.breakGlass === true;
  if (reason !== undefined) checkWords("the reason", reason, 4096);
  if (breakGlass && reason === undefined)
    throw new ApprovalError("a grant in an emergency needs a reason");
  if (!Number.isSafeInteger(quorum) || quorum < 1)
    throw new ApprovalError("the quorum of a grant is a whole number from 1");
  const grant: ApprovedGrant = {
    id: shortId("grt", newId),
    actor: readActor(input.actor),
    capability: readCapability(input.capability),
    environment: readEnvironment(input.environment),
    ...(session === undefined ? {} : { session: readHostFact("session", session) }),
    ...(tool === undefined ? {} : { tool: readHostFact("tool", tool) }),
    ...(toolDigest === undefined ? {} : { toolDigest: readHostFact("toolDigest", toolDigest) }),
    ...(conditions === undefined ? {} : { conditions: freezeJsonObject(conditions) }),
    ...(digest === undefined ? {} : { digest }),
    ...(input.shown === undefined ? {} : { shown: input.shown }),
    ...(reason === undefined ? {} : { reason }),
    ...(breakGlass ? { breakGlass } : {}),
    grantedBy: by,
    createdAt: now,
    expiresAt: now + readDuration(input.durationSeconds, breakGlass),
    ...(request === undefined ? {} : { request }),
    endorsements: [],
    quorum,
  };
  return { ...grant, endorsements: [endorsementOf(grant, input, now)] };
}

/** That a speaker grants it, signed where there is a key. */
export function endorsementOf(grant: ApprovedGrant, speaker: Speaker, at: number): Endorsement {
  const said = { by: nameOf(speaker), at };
  return signedWith(said, (one) => grantStatement(grant, one), speaker.signer);
}

function readActor(actor: string): string {
  return actor === ANY ? ANY : readHostFact("actor", actor);
}

function readHostFact(name: string, fact: string): string {
  return checked(() => readFact(name, fact));
}

function readEnvironment(environment: string): string {
  return environment === ANY ? ANY : checked(() => parseEnvironment(environment));
}

function readCapability(capability: string): string {
  const pattern = parseCapabilityPattern(capability);
  if (pattern === undefined)
    throw new ApprovalError(
      `"${capability}" is not a capability pattern; use segments joined by dots, "*" for a whole segment`,
    );
  if (pattern[0] === ANY)
    throw new ApprovalError(
      `a grant for "${capability}" would open everything; name at least the first segment, such as payments.*`,
    );
  return pattern.join(".");
}

function readDuration(seconds: number, breakGlass: boolean): number {
  const longest = (breakGlass ? LONGEST_BREAK_GLASS : LONGEST_GRANT) / 1000;
  if (Number.isSafeInteger(seconds) && seconds >= 1 && seconds <= longest) return seconds * 1000;
  throw new ApprovalError(
    `a grant${breakGlass ? " in an emergency" : ""} lasts 1 to ${longest} seconds, got ${seconds}`,
  );
}

function checked(read: () => string): string {
  try {
    return read();
  } catch (cause) {
    throw cause instanceof ConfigurationError ? new ApprovalError(cause.message) : cause;
  }
}
