import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from "@opentelemetry/sdk-logs";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import type { Logger, Meter, Tracer } from "@opentelemetry/api";

/** OpenTelemetry's SDK, keeping in memory what it would send. */
export class Telemetry {
  readonly #spanExporter = new InMemorySpanExporter();
  readonly #logExporter = new InMemoryLogRecordExporter();
  readonly tracer: Tracer = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter: this.#spanExporter })],
  }).getTracer("test");
  readonly logger: Logger = new LoggerProvider({
    processors: [new SimpleLogRecordProcessor({ exporter: this.#logExporter })],
  }).getLogger("test");

  readonly #metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  readonly #meterProvider = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter: this.#metricExporter })],
  });
  readonly meter: Meter = this.#meterProvider.getMeter("test");

  /** The metrics by now. */
  async metrics(): Promise<readonly MetricData[]> {
    await this.#meterProvider.forceFlush();
    const scopes = this.#metricExporter.getMetrics().at(-1)?.scopeMetrics ?? [];
    return scopes.flatMap((scope) => scope.metrics);
  }

  /** The spans that have ended, in the order in which they did. */
  get spans(): readonly ReadableSpan[] {
    return this.#spanExporter.getFinishedSpans();
  }

  get logs(): readonly ReadableLogRecord[] {
    return this.#logExporter.getFinishedLogRecords();
  }

  /** All that would leave the process, as text. */
  get sent(): string {
    const spans = this.spans.map((span) => [span.name, span.attributes, span.events, span.status]);
    const logs = this.logs.map(({ body, attributes, eventName }) => [body, attributes, eventName]);
    return JSON.stringify([spans, logs]);
  }
}
