import { createHash } from "node:crypto";
import type { ActionRuntime } from "@capfence/core";
import type { GatewaySettings } from "../config/settings.ts";
import type { Principal } from "../identity/principal.ts";
import type { GatewayLog } from "../log.ts";
import type { ConnectionFacts, GatewayTelemetry } from "../telemetry.ts";
import type { Upstream } from "../upstream/conversation.ts";
import type { Era } from "../wire/protocol.ts";
import type { ClientLink, SessionHost } from "./client-session.ts";
import { HeldCalls } from "./held-calls.ts";
import { Judge } from "./judge.ts";
import { Names } from "./names.ts";
import { Outages } from "./outages.ts";
import { RateLimit } from "./rate-limit.ts";
import { Rounds } from "./rounds.ts";
import { StateSeal } from "./sealed-state.ts";
import { Session } from "./session.ts";
import type { GatewayParts } from "./session-parts.ts";
import { Tasks } from "./tasks.ts";
import { ToolLists, type ToolReviews } from "./tool-lists.ts";

/** What a gateway is made of; what is a function may change while it runs. */
export interface GatewayOptions {
  readonly runtime: ActionRuntime;
  readonly settings: () => GatewaySettings;
  readonly upstreams: () => ReadonlyMap<string, Upstream>;
  readonly reviews: ToolReviews;
  readonly storedToken: GatewayParts["storedToken"];
  /** Seals what clients bring back with answers; gateways that serve the same clients share it. 32 bytes. */
  readonly stateKey: Uint8Array;
  readonly log: GatewayLog;
  readonly telemetry: GatewayTelemetry;
  /** How clients reach it. */
  readonly transport: ConnectionFacts["transport"];
  /** Milliseconds; only differences count. */
  readonly clock: () => number;
}

/** The relay between clients and servers: it lets through what the policy allows, and records it. */
export class Gateway implements SessionHost {
  readonly #parts: GatewayParts & { readonly upstreams: () => ReadonlyMap<string, Upstream> };
  readonly #sessions = new Set<Session>();

  constructor(options: GatewayOptions) {
    const { runtime, settings, upstreams, reviews, stateKey, log, clock } = options;
    this.#parts = {
      judge: new Judge(runtime, log),
      settings,
      names: () => new Names([...upstreams().keys()], settings().prefix),
      upstreams,
      seal: new StateSeal(stateKey),
      rounds: new Rounds(),
      held: new HeldCalls(),
      tasks: new Tasks(),
      tools: new ToolLists(reviews, log),
      outages: new Outages(log, clock),
      log,
      telemetry: options.telemetry,
      transport: options.transport,
      storedToken: options.storedToken,
      takeCall: callLimit(() => settings().limits.callsPerMinute, clock),
    };
  }

  open(era: Era, principal: Principal, link: ClientLink): Session {
    const { telemetry, transport } = this.#parts;
    const facts = { era, transport };
    const session = new Session(this.#parts, era, principal, {
      label: labelOf(principal, this.#parts.names()),
      client: link,
      closed: () => {
        if (this.#sessions.delete(session)) telemetry.sessionClosed(facts);
      },
    });
    this.#sessions.add(session);
    telemetry.sessionOpened(facts);
    return session;
  }

  /** Ends every session, with the conversations behind it. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#sessions].map((session) => session.close()));
    this.#sessions.clear();
  }
}

/**
 * The session of a principal, which goes on where a client connects anew, or the gateway is started again: approvals
 * are for one session, and must still be theirs when they come back for what was approved meanwhile. Where names do not
 * say which server a tool is of, the session does: gateways before other servers may share the log.
 */
function labelOf({ key }: Principal, { single, upstreams }: Names): string {
  const facts = JSON.stringify(["capfence session", key, ...(single ? upstreams : [])]);
  return createHash("sha256").update(facts).digest("hex").slice(0, 32);
}

/** Counts the calls of principals; with a new limit, from nothing. */
function callLimit(perMinute: () => number, clock: () => number): (principal: string) => number {
  let most = perMinute();
  let limit = new RateLimit(most, clock);
  return (principal) => {
    if (perMinute() !== most) {
      most = perMinute();
      limit = new RateLimit(most, clock);
    }
    return limit.take(principal);
  };
}
