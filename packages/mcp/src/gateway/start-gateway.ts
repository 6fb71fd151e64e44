import type { Readable, Writable } from "node:stream";
import { ActionRuntime, type ActionRuntimeOptions, type DecisionObserver } from "@capfence/core";
import { LiveSettings } from "./config/live-settings.ts";
import type { SettingsReader } from "./config/settings-reader.ts";
import { StdioFront } from "./front/stdio-front.ts";
import { staticPrincipal } from "./identity/authenticator-for.ts";
import { LiveParts } from "./live-parts.ts";
import type { GatewayLog } from "./log.ts";
import { Gateway } from "./relay/gateway.ts";
import { openStateKey } from "./state-key.ts";
import { type GatewayTelemetry, NO_TELEMETRY } from "./telemetry.ts";

/** Where a gateway keeps its log and approvals. */
export interface OpenStorage {
  /** What the runtime is made with; nothing for what is in the state folder. */
  readonly options: Pick<ActionRuntimeOptions, "storage" | "audit" | "notifiers">;
  close(): Promise<void>;
}

/** What a gateway is started with. */
export interface GatewayStart {
  readonly settings: SettingsReader;
  /** Opens the place that settings name. */
  readonly openStorage: (place: string | undefined) => Promise<OpenStorage>;
  /** Where the gateway keeps what it needs to know when it is started again. */
  readonly stateFolder: string;
  /** What a gateway that does not listen speaks on. */
  readonly stdio: { readonly input: Readable; readonly output: Writable };
  readonly log: GatewayLog;
  /** Where it says what it does, besides its log. */
  readonly telemetry?: { readonly gateway: GatewayTelemetry; readonly observer: DecisionObserver };
}

/** A gateway that runs. */
export interface RunningGateway {
  /** Where it listens, if it does. */
  readonly url: string | undefined;
  /** What the process of a gateway that does not listen ends with, once its client or its server has gone. */
  readonly finished: Promise<number>;
  /** Reads the configuration anew; what cannot be used is said, and changes nothing. */
  reload(): Promise<void>;
  /** Ends sessions, servers and the log, in this order. */
  close(): Promise<void>;
}

/** Starts a gateway: on HTTP where its settings say so, else on standard input and output. */
export async function startGateway(start: GatewayStart): Promise<RunningGateway> {
  const { settings, log, openStorage, stateFolder } = start;
  const parts = new LiveParts(log);
  const prepare = parts.prepare.bind(parts);
  const live = await LiveSettings.open({ ...settings, prepare, log });
  const stateKey = openStateKey(stateFolder);
  const storage = await openStorage(live.current.storage);
  const telemetry = start.telemetry?.gateway ?? NO_TELEMETRY;
  const runtime = new ActionRuntime({
    ...storage.options,
    capabilitySystem: parts.policy,
    observers: start.telemetry === undefined ? [] : [start.telemetry.observer, countsIn(telemetry)],
  });
  const gateway = new Gateway({
    runtime,
    settings: () => live.current,
    upstreams: () => parts.servers.upstreams,
    reviews: parts.reviews,
    storedToken: (principal, call) => parts.storedToken(principal, call),
    stateKey,
    log,
    telemetry,
    transport: live.current.http === undefined ? "stdio" : "http",
    clock: () => performance.now(),
  });
  const close = async (): Promise<void> => {
    await live.close();
    await gateway.close();
    await parts.servers.close();
    await runtime.close();
    await storage.close();
  };
  let front: Front;
  try {
    front = await openFront(start, live, parts, gateway, runtime);
  } catch (error) {
    await close();
    throw error;
  }
  live.watch();
  const { upstreams } = live.current;
  log.info("the gateway is ready", {
    ...(front.url === undefined ? {} : { url: front.url }),
    policy: parts.policy.digest,
    upstreams: [...upstreams.keys()],
  });
  if (upstreams.size === 0)
    log.warn(
      "nothing stands behind the gateway; name a server with --upstream NAME=URL, or under upstreams in capfence.mcp.yaml",
    );
  return {
    url: front.url,
    finished: front.finished,
    reload: () => live.reload(),
    close: async () => {
      await front.close();
      await close();
    },
  };
}

function countsIn(telemetry: GatewayTelemetry): DecisionObserver {
  return { decided: ({ decision, reason }) => telemetry.decided(decision, reason) };
}

type Front = Pick<RunningGateway, "url" | "finished" | "close">;

async function openFront(
  { stdio, log }: GatewayStart,
  live: LiveSettings,
  parts: LiveParts,
  host: Gateway,
  runtime: ActionRuntime,
): Promise<Front> {
  const { http, identity } = live.current;
  if (http !== undefined) {
    const { openHttpFront } = await import("./open-http-front.ts");
    return openHttpFront(live, parts, host, runtime, log);
  }
  const principal = staticPrincipal(identity);
  const limits = () => live.current.limits;
  const front = new StdioFront({ ...stdio, host, principal, limits, log });
  const finished = front.finished.then((who) =>
    who === "client" ? 0 : (parts.servers.exitCode ?? 0),
  );
  return { url: undefined, finished, close: () => front.close() };
}
