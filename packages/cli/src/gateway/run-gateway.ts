import { Readable, type Writable } from "node:stream";
import type { SettingsReader } from "@capfence/mcp/gateway";
import { jsonLog, type LogLevel, startGateway } from "@capfence/mcp/gateway";
import { writeCompiledCode } from "../code-cache.ts";
import type { ExitCode } from "../exit-code.ts";
import { startTelemetry } from "../telemetry/start-telemetry.ts";
import type { Terminal } from "../terminal.ts";

const SIGNALS = ["SIGINT", "SIGTERM"];
/** By then a client has said its first words, and what answers them has been compiled. */
const SETTLED = 3000;

/** Runs a gateway until it is told to stop, or its client or its only server has gone; gives its exit code. */
export async function runGateway(
  settings: SettingsReader,
  logLevel: LogLevel,
  terminal: Terminal,
): Promise<ExitCode> {
  const { output, errors, clock, stateFolder, stopped } = terminal;
  const input = inputOf(terminal);
  const told = stopped?.().then(() => 0) ?? new Promise<never>(() => {});
  const log = jsonLog(errors, logLevel, clock);
  const telemetry = await startTelemetry((line) => log.warn(line));
  const gateway = await startGateway({
    settings,
    stateFolder,
    openStorage: async (place) => {
      if (place === undefined) return { options: {}, close: async () => {} };
      // What is in the state folder needs none of it.
      const { openGatewayStorage } = await import("./gateway-storage.ts");
      return openGatewayStorage(place, terminal);
    },
    stdio: { input, output: output as Writable },
    log,
    ...(telemetry === undefined ? {} : { telemetry }),
  });
  writeCompiledCode(SETTLED);
  const reload = (): void => void gateway.reload();
  // A client that hangs up ends its gateway, which has nobody else.
  if (gateway.url !== undefined) process.on("SIGHUP", reload);
  const code = await Promise.race([told, gateway.finished]);
  const release = endAtOnce();
  await gateway.close();
  await telemetry?.stop();
  release();
  process.removeListener("SIGHUP", reload);
  input.destroy();
  // A server that was wrapped ends with a code of its own, which whoever started it knows.
  return code as ExitCode;
}

/** Whoever has asked twice does not want to wait; servers are ended all the same. */
function endAtOnce(): () => void {
  for (const signal of SIGNALS) process.on(signal, exit);
  return () => {
    for (const signal of SIGNALS) process.removeListener(signal, exit);
  };
}

function exit(): void {
  process.exit(1);
}

function inputOf({ input }: Terminal): Readable {
  return input instanceof Readable ? input : Readable.from(input ?? [], { objectMode: false });
}
