import { dirname, join } from "node:path";
import type {
  ApprovalSettings,
  GatewaySettings,
  HttpSettings,
  LimitSettings,
  PinSettings,
} from "./settings.ts";

/** The name of a lock file that nobody has named. */
const LOCK_FILE = "capfence.mcp-lock.json";

/** Where a gateway listens that is not told. */
export const DEFAULT_HTTP: HttpSettings = {
  host: "127.0.0.1",
  port: 8080,
  path: "/mcp",
  allowedHosts: [],
  allowedOrigins: [],
};

/** How approvals are asked for where nothing says otherwise. */
export const DEFAULT_APPROVALS: ApprovalSettings = { channel: "auto", wait: 0 };

/** Who acts where nobody says who it is. */
export const DEFAULT_ACTOR = "mcp-client";

/** How much of anything where nothing says otherwise. */
export const DEFAULT_LIMITS: LimitSettings = {
  messageSize: 4 * 1024 * 1024,
  depth: 64,
  concurrent: 256,
  concurrentPerPrincipal: 64,
  callsPerMinute: 600,
  sessions: 1000,
  sessionIdle: 3_600_000,
  answer: 300_000,
};

/** Pinning beside a file of the configuration or a policy. */
export function defaultPins(beside: string): PinSettings {
  return { mode: "first-use", file: join(dirname(beside), LOCK_FILE) };
}

/** What a gateway with a policy does that is told nothing else: it listens nowhere, and has no upstream. */
export function defaultSettings(policy: string): GatewaySettings {
  return {
    policy,
    upstreams: new Map(),
    prefix: "several",
    pins: defaultPins(policy),
    approvals: DEFAULT_APPROVALS,
    denials: "result",
    identity: { actor: DEFAULT_ACTOR },
    limits: DEFAULT_LIMITS,
  };
}
