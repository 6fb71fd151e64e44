import type { JsonObject } from "@capfence/core";
import type { PresentedToken, ProvenCall } from "@capfence/core/tokens";
import type { GatewaySettings } from "../config/settings.ts";
import type { Principal } from "../identity/principal.ts";
import type { GatewayLog } from "../log.ts";
import type { ConnectionFacts, GatewayTelemetry } from "../telemetry.ts";
import type { Exchange } from "./client-session.ts";
import type { Era } from "../wire/protocol.ts";
import type { Caller } from "./caller.ts";
import type { HeldCalls } from "./held-calls.ts";
import type { Judge } from "./judge.ts";
import type { Links } from "./links.ts";
import type { Names } from "./names.ts";
import type { Outages } from "./outages.ts";
import type { Rounds } from "./rounds.ts";
import type { StateSeal } from "./sealed-state.ts";
import type { ServerRequests } from "./server-requests.ts";
import type { Tasks } from "./tasks.ts";
import type { ToolLists } from "./tool-lists.ts";

/** What the gateway has in common for all sessions. */
export interface GatewayParts {
  readonly judge: Judge;
  readonly settings: () => GatewaySettings;
  readonly names: () => Names;
  readonly seal: StateSeal;
  readonly rounds: Rounds;
  readonly held: HeldCalls;
  readonly tasks: Tasks;
  readonly tools: ToolLists;
  readonly outages: Outages;
  readonly log: GatewayLog;
  readonly telemetry: GatewayTelemetry;
  readonly transport: ConnectionFacts["transport"];
  /** The capability token that is kept for a principal, proven for a call where one is given. */
  readonly storedToken: (principal: Principal, call?: ProvenCall) => PresentedToken | undefined;
  /** Takes one call of a principal: 0 if they have one left, else in how many milliseconds they will. */
  readonly takeCall: (principal: string) => number;
}

/** What the parts of one session work with. */
export interface SessionParts extends GatewayParts {
  readonly era: Era;
  readonly caller: Caller;
  readonly links: Links;
  readonly asks: ServerRequests;
}

/** One request of a client on its way through the session. */
export interface Handling extends Exchange {
  /** Who makes it, with the token that it came with. */
  readonly caller: Caller;
  /** What the client has declared that it can do. */
  readonly capabilities: JsonObject | undefined;
}
