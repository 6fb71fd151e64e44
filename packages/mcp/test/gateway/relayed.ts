import {
  ActionRuntime,
  type ActionRuntimeOptions,
  CapabilitySystem,
  type DecisionRecord,
  type JsonObject,
  MemoryStorage,
  shownDigest,
  type Speaker,
} from "@capfence/core";
import { defaultSettings } from "../../src/gateway/config/default-settings.ts";
import type { GatewaySettings } from "../../src/gateway/config/settings.ts";
import type { Principal } from "../../src/gateway/identity/principal.ts";
import { Gateway, type GatewayOptions } from "../../src/gateway/relay/gateway.ts";
import type { ToolReviews } from "../../src/gateway/relay/tool-lists.ts";
import type { Era } from "../../src/gateway/wire/protocol.ts";
import { ScriptedClient } from "./scripted-client.ts";
import { type GatewayTelemetry, NO_TELEMETRY } from "../../src/gateway/telemetry.ts";
import type { ScriptedUpstream } from "./scripted-upstream.ts";

/** What a gateway under test may have otherwise. */
export interface Relaying {
  readonly policy: string;
  readonly upstreams: readonly ScriptedUpstream[];
  readonly storage?: ActionRuntimeOptions["storage"];
  readonly settings?: Partial<GatewaySettings>;
  readonly reviews?: ToolReviews;
  readonly storedToken?: GatewayOptions["storedToken"];
  readonly stateKey?: Uint8Array;
  readonly telemetry?: GatewayTelemetry;
  readonly clock?: () => number;
}

const REVIEWED: ToolReviews = { listed: async () => {}, isReviewed: () => true };

/** A gateway between scripted clients and servers, with a runtime as real as any. */
export class Relayed {
  readonly runtime: ActionRuntime;
  readonly gateway: Gateway;
  /** What the gateway has told its operator. */
  readonly logged: string[] = [];
  /** May be changed, as a configuration that is loaded again changes them. */
  upstreams: ReadonlyMap<string, ScriptedUpstream>;
  settings: GatewaySettings;

  constructor(options: Relaying) {
    const { policy, upstreams, storage = new MemoryStorage(), clock } = options;
    this.upstreams = new Map(upstreams.map((one) => [one.name, one]));
    this.settings = {
      ...defaultSettings("policy.yaml"),
      approvals: { channel: "auto", wait: 0 },
      ...options.settings,
    };
    this.runtime = new ActionRuntime({
      capabilitySystem: new CapabilitySystem().loadPolicyText(policy, "policy.yaml"),
      storage,
      ...(clock === undefined ? {} : { clock }),
    });
    const log = (message: string, facts: object = {}): unknown =>
      this.logged.push(`${message} ${JSON.stringify(facts)}`);
    this.gateway = new Gateway({
      runtime: this.runtime,
      settings: () => this.settings,
      upstreams: () => this.upstreams,
      reviews: options.reviews ?? REVIEWED,
      storedToken: options.storedToken ?? (() => undefined),
      stateKey: options.stateKey ?? new Uint8Array(32).fill(7),
      log: { info: log, warn: log, error: log },
      telemetry: options.telemetry ?? NO_TELEMETRY,
      transport: "http",
      clock: clock ?? (() => performance.now()),
    });
  }

  /** A client that is connected: in the legacy era it has shaken hands. */
  async client(
    era: Era = "legacy",
    capabilities: JsonObject = {},
    principal: Principal = somebody("agent"),
  ): Promise<ScriptedClient> {
    const client = this.connect(era, capabilities, principal);
    if (era === "modern") return client;
    await client.initialize();
    await client.session.notify({ method: "notifications/initialized" });
    return client;
  }

  /** A client that has said nothing yet. */
  connect(
    era: Era = "legacy",
    capabilities: JsonObject = {},
    principal: Principal = somebody("agent"),
  ): ScriptedClient {
    return new ScriptedClient(this.gateway, era, principal, capabilities);
  }

  /** One line for each decision and outcome. */
  async lines(): Promise<readonly string[]> {
    const lines: string[] = [];
    // Outcomes go with what is recorded next.
    await this.runtime.auditTrail.append({ records: [] });
    for await (const record of this.runtime.auditTrail.records()) {
      if (record.kind === "decision") lines.push(`${record.tool ?? ""} ${record.reason}`);
      if (record.kind === "outcome") lines.push(record.outcome);
    }
    return lines;
  }

  /** The records of decisions. */
  async decisions(): Promise<readonly DecisionRecord[]> {
    const records: DecisionRecord[] = [];
    for await (const record of this.runtime.auditTrail.records())
      if (record.kind === "decision") records.push(record);
    return records;
  }

  /** A human says yes to whatever waits. */
  async approveAll(speaker: Speaker = { by: "alice" }): Promise<void> {
    for (const request of await this.runtime.approvals.pending())
      // oxlint-disable-next-line no-await-in-loop -- one after another
      await this.runtime.approvals.approve(request.id, {
        ...speaker,
        shown: shownDigest(request),
      });
  }
}

/** Somebody whom the gateway has authenticated. */
export function somebody(actor: string, more: object = {}): Principal {
  return { key: actor, identity: { actor, ...more } };
}
