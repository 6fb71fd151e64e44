import { type ActionRuntime, ConfigurationError } from "@capfence/core";
import type { LiveSettings } from "./config/live-settings.ts";
import {
  type FrontSettings,
  type HttpFront,
  type HttpFrontOptions,
  serveHttp,
} from "./front/http-front.ts";
import type { LiveParts } from "./live-parts.ts";
import type { GatewayLog } from "./log.ts";
import type { SessionHost } from "./relay/client-session.ts";

/** Listens where settings say, for whom they say. Rejects if it cannot. */
export async function openHttpFront(
  live: LiveSettings,
  parts: LiveParts,
  host: SessionHost,
  { auditTrail }: ActionRuntime,
  log: GatewayLog,
): Promise<{ url: string; finished: Promise<never>; close: () => Promise<void> }> {
  const settings = (): FrontSettings => {
    const { http, limits } = live.current;
    const { door } = parts;
    if (http === undefined || door === undefined) throw new TypeError("it does not listen");
    const { authenticator, metadata } = door;
    return { http, limits, authenticator, ...(metadata && { metadata: { ...metadata } }) };
  };
  const front = await listening({
    settings,
    host,
    // With what could be used last it works as well as before, and restarting it would not help.
    health: async () => ({
      policy: parts.policy.digest !== "",
      log: !auditTrail.isClosed,
      ...(live.fault === undefined ? {} : { config: "stale" }),
    }),
    fault: (error) => log.error("something went wrong that should not", { error }),
  });
  return { url: front.url, finished: new Promise<never>(() => {}), close: () => front.close() };
}

/** Says where it cannot listen, and how to mend it. */
async function listening(options: HttpFrontOptions): Promise<HttpFront> {
  try {
    return await serveHttp(options);
  } catch (cause) {
    const { host, port } = options.settings().http;
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === "EADDRINUSE" ? "somebody else listens there" : message;
    throw new ConfigurationError(
      `cannot listen on ${host}, port ${port}: ${reason}; choose another with --port, or under listen`,
      { cause },
    );
  }
}
