// Spans and logs of decisions: what an operator sees of an agent, without what it was working on.
import { ActionRuntime, guard } from "@capfence/core";
import { openTelemetryObserver } from "@capfence/otel";
import { logs, trace } from "@opentelemetry/api";
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from "@opentelemetry/sdk-logs";
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";

// 1. OpenTelemetry as your process has it; here it keeps in memory what it would send
const spans = new InMemorySpanExporter();
const records = new InMemoryLogRecordExporter();
trace.setGlobalTracerProvider(
  new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }),
);
logs.setGlobalLoggerProvider(
  new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: records })] }),
);

// 2. A runtime that tells it what it decides
const runtime = ActionRuntime.fromPolicy("policies/shell_agent.yaml", {
  observers: [openTelemetryObserver()],
});

// 3. Tools, guarded as ever
const shell = guard(
  { runtime, agentId: "ops-agent", capability: "shell.execute" },
  function shell({ command }: { command: string }) {
    return `ran ${command}`;
  },
);
await shell({ command: "ls" });
await shell({ command: "rm -rf /var/lib/postgresql" }).catch(() => undefined);

for (const { name, attributes } of spans.getFinishedSpans())
  console.log(name, attributes["capfence.decision.reason"], attributes["capfence.outcome"]);
for (const { severityText, body } of records.getFinishedLogRecords())
  console.log(severityText, body);
