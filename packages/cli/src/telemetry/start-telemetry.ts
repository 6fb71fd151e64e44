import { Console } from "node:console";
import type { OpenTelemetryGateway, OpenTelemetryObserver } from "@capfence/otel";
import { loadTelemetry } from "./load-telemetry.ts";

/** Where a command says what it does, while it runs. */
export interface RunningTelemetry {
  /** For the runtime that decides. */
  readonly observer: OpenTelemetryObserver;
  readonly gateway: OpenTelemetryGateway;
  /** Sends what is left; gives up on a collector that does not take it in time. */
  stop(): Promise<void>;
}

/** Any of these asks for telemetry; which it is and where it goes is for OpenTelemetry's SDK to read. */
const ASKING = [
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
  "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
  "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
  "OTEL_TRACES_EXPORTER",
  "OTEL_METRICS_EXPORTER",
  "OTEL_LOGS_EXPORTER",
] as const;

/** How long sending what is left may take, in milliseconds. */
const LAST_WORDS = 3000;

/**
 * Starts OpenTelemetry where the environment asks for it; undefined where it does not, or where that is not possible,
 * which is said to `log`: a command runs without rather than not at all.
 */
export async function startTelemetry(
  log: (line: string) => void,
): Promise<RunningTelemetry | undefined> {
  const asking = ASKING.find((name) => process.env[name]);
  if (asking === undefined || process.env["OTEL_SDK_DISABLED"]?.toLowerCase() === "true")
    return undefined;
  try {
    return await start(asking, log);
  } catch (error) {
    log(`telemetry has not started: ${error instanceof Error ? error.message : "unknown"}`);
    return undefined;
  }
}

async function start(
  asking: string,
  log: (line: string) => void,
): Promise<RunningTelemetry | undefined> {
  // The SDK and its console exporters write to the console, some to the one that there is when they are loaded; the
  // standard output is for the protocol.
  globalThis.console = new Console(process.stderr);
  const loaded = await loadTelemetry();
  if (loaded === undefined) {
    log(
      `${asking} is set, but telemetry needs packages beside capfence: npm install @capfence/otel @opentelemetry/api @opentelemetry/sdk-node`,
    );
    return undefined;
  }
  const { openTelemetryGateway, openTelemetryObserver, NodeSDK, diag, DiagLogLevel } = loaded;
  const say = (message: string): void => log(`telemetry: ${withoutStack(message)}`);
  diag.setLogger(
    { error: say, warn: say, info: say, debug: say, verbose: say },
    { logLevel: DiagLogLevel.WARN },
  );
  // By default it would also send the command line, where a wrapped server may have been given its secrets.
  process.env["OTEL_NODE_RESOURCE_DETECTORS"] ??= "env,host,os,serviceinstance";
  const sdk = new NodeSDK(isNamed() ? {} : { serviceName: "capfence" });
  sdk.start();
  const observer = openTelemetryObserver();
  return {
    observer,
    gateway: openTelemetryGateway(),
    async stop() {
      observer.close();
      const { promise: late, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, LAST_WORDS);
      await Promise.race([sdk.shutdown().catch((error: unknown) => say(String(error))), late]);
      clearTimeout(timer);
    },
  };
}

/** What the SDK says; errors it says as JSON, with their stacks. */
function withoutStack(said: string): string {
  try {
    const { message } = JSON.parse(said) as { readonly message?: unknown };
    return typeof message === "string" ? message : said;
  } catch {
    return said;
  }
}

/** Whether the environment says as what the command is to be known. */
function isNamed(): boolean {
  const attributes = process.env["OTEL_RESOURCE_ATTRIBUTES"] ?? "";
  return Boolean(process.env["OTEL_SERVICE_NAME"]) || /(?:^|,)\s*service\.name=/.test(attributes);
}
