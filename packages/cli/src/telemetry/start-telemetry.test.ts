import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json, text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

const main = join(import.meta.dirname, "../../test/telemetry-main.ts");
const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

let collector: Server;
let received: Record<string, string>;

beforeEach(async () => {
  received = {};
  collector = createServer((request, response) => {
    void receive(request, response);
  });
  collector.listen(0, "127.0.0.1");
  await once(collector, "listening");
});

afterEach(() => {
  collector.closeAllConnections();
  collector.close();
});

const address = (): string => `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  received[request.url ?? ""] = JSON.stringify(await json(request));
  response.setHeader("content-type", "application/json").end("{}");
}

interface Ran {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs the command with these variables and no others. */
async function run(environment: Record<string, string>, ...flags: string[]): Promise<Ran> {
  const child = spawn(
    process.execPath,
    ["--conditions=@capfence/source", ...flags, main, "--api-key=hunter2"],
    { env: environment },
  );
  const [[code], output, errors] = await Promise.all([
    once(child, "exit"),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, output, errors };
}

const unchanged = { code: 0, output: expect.stringContaining("-00f067aa0ba902b7-01") };

describe("telemetry that is asked for", () => {
  it("reaches a collector: traces, metrics and logs, and no arguments", async () => {
    const ran = await run({
      OTEL_EXPORTER_OTLP_ENDPOINT: address(),
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_LOG_LEVEL: "debug",
    });
    expect(ran).toMatchObject({ code: 0, output: expect.stringMatching(/^\{"traceparent":.*\}$/) });
    expect(ran.output).toContain(TRACE);
    expect(ran.output).not.toContain("00f067aa0ba902b7");
    const traces = received["/v1/traces"];
    for (const part of ["tools/call pay", "execute_tool pay", TRACE, '"capfence"'])
      expect(traces).toContain(part);
    expect(received["/v1/metrics"]).toContain("capfence.gateway.request.duration");
    expect(received["/v1/logs"]).toContain("capfence.decision");
    expect(JSON.stringify(received)).not.toContain("hunter2");
  });

  it("leaves the standard output alone where it is written to the console", async () => {
    const ran = await run({
      OTEL_TRACES_EXPORTER: "console",
      OTEL_METRICS_EXPORTER: "none",
      OTEL_LOGS_EXPORTER: "none",
    });
    expect(ran.output).toMatch(/^\{"traceparent":"[-0-9a-f]+"\}$/);
    expect(ran.errors).toContain("execute_tool pay");
  });

  it("is known by the name that the environment gives it", async () => {
    const shared = {
      OTEL_EXPORTER_OTLP_ENDPOINT: address(),
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    };
    await run({ ...shared, OTEL_SERVICE_NAME: "billing-gateway" });
    expect(received["/v1/traces"]).toContain('"billing-gateway"');
    await run({ ...shared, OTEL_RESOURCE_ATTRIBUTES: "service.name=crm-gateway" });
    expect(received["/v1/traces"]).toContain('"crm-gateway"');
  });

  it("changes nothing where the collector is gone, which is said", async () => {
    const gone = address();
    collector.close();
    const ran = await run({
      OTEL_EXPORTER_OTLP_ENDPOINT: gone,
      OTEL_EXPORTER_OTLP_TIMEOUT: "500",
    });
    expect(ran).toMatchObject({
      code: 0,
      output: expect.stringContaining(TRACE),
      errors: expect.stringContaining("log: telemetry: connect ECONNREFUSED"),
    });
    expect(ran.errors).not.toContain("stack");
  });

  it("is done without where a package is missing, and it is said how to get it", async () => {
    const scratch = new Scratch();
    const hooks = scratch.file(
      "without-sdk.mjs",
      `import { registerHooks } from "node:module";
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== "@opentelemetry/sdk-node") return next(specifier, context);
    throw Object.assign(new Error("missing"), { code: "ERR_MODULE_NOT_FOUND" });
  },
});`,
    );
    const environment = { OTEL_TRACES_EXPORTER: "otlp" };
    const ran = await run(environment, "--import", pathToFileURL(hooks).href);
    expect(ran).toMatchObject({
      ...unchanged,
      errors:
        "log: OTEL_TRACES_EXPORTER is set, but telemetry needs packages beside capfence: npm install @capfence/otel @opentelemetry/api @opentelemetry/sdk-node\n",
    });
  });
});

describe("telemetry that is not asked for", () => {
  it.each([
    {},
    { OTEL_EXPORTER_OTLP_ENDPOINT: "" },
    { OTEL_TRACES_EXPORTER: "otlp", OTEL_SDK_DISABLED: "true" },
  ])("is not loaded: %j", async (environment) => {
    const ran = await run(environment);
    expect(ran).toMatchObject({ ...unchanged, errors: "" });
  });
});
