import type { Anchor, PublishedCheckpoint } from "@capfence/core";
import {
  checkNote,
  Frontier,
  generateSignerKey,
  leafHash,
  readNote,
  readSignerKey,
  signNote,
  writeCheckpoint,
  writeNote,
} from "@capfence/core/tlog";
import { SeverityNumber, trace, context, ROOT_CONTEXT } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { beforeEach, describe, expect, it } from "vitest";
import { Telemetry } from "../test/telemetry.ts";
import { OpenTelemetryAnchor } from "./anchor.ts";

const key = readSignerKey(generateSignerKey("example.org/log"));
const origin = "example.org/log/00f1e2d3c4b5a697";
let telemetry: Telemetry;

beforeEach(() => {
  telemetry = new Telemetry();
});

const collectorGone = (): Promise<void> => Promise.reject(new Error("collector is gone"));

function checkpointOf(size: number): PublishedCheckpoint {
  const frontier = new Frontier();
  for (let index = 0; index < size; index += 1) frontier.append(leafHash(Uint8Array.of(index)));
  const root = frontier.root();
  const note = writeNote(signNote(writeCheckpoint({ origin, size, root, extensions: [] }), key));
  return { origin, size, root, note, proveFrom: async () => [] };
}

describe("an OpenTelemetry anchor", () => {
  it("logs each checkpoint as a note that whoever reads the log can check", async () => {
    const anchor: Anchor = new OpenTelemetryAnchor(telemetry);
    await anchor.publish(checkpointOf(3));
    await anchor.publish(checkpointOf(9));
    expect(telemetry.logs).toMatchObject([
      { eventName: "capfence.checkpoint", severityNumber: SeverityNumber.INFO },
      { attributes: { "capfence.log.origin": origin, "capfence.log.size": 9 } },
    ]);
    for (const { body, attributes } of telemetry.logs) {
      const note = readNote(String(body));
      expect(note && checkNote(note, key.verifier)).toBe("signed");
      expect(String(body).split("\n")[2]).toBe(attributes["capfence.log.root"]);
    }
  });

  it("waits for the flush, and fails where that does", async () => {
    let flushed = 0;
    const flush = async (): Promise<void> => {
      flushed += telemetry.logs.length;
    };
    await new OpenTelemetryAnchor({ logger: telemetry.logger, flush }).publish(checkpointOf(1));
    expect(flushed).toBe(1);
    await expect(
      new OpenTelemetryAnchor({ logger: telemetry.logger, flush: collectorGone }).publish(
        checkpointOf(1),
      ),
    ).rejects.toThrow("collector is gone");
  });

  it("puts a checkpoint into no span, whichever is active", async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    const anchor = new OpenTelemetryAnchor(telemetry);
    const active = trace.setSpan(ROOT_CONTEXT, telemetry.tracer.startSpan("call"));
    await context.with(active, () => anchor.publish(checkpointOf(1)));
    context.disable();
    expect(telemetry.logs).toHaveLength(1);
    expect(telemetry.logs[0]?.spanContext).toBeUndefined();
  });

  it("takes the logger of the process where none is given, and cannot be read back", async () => {
    const anchor: Anchor = new OpenTelemetryAnchor();
    await anchor.publish(checkpointOf(1));
    expect(anchor.name).toBe("opentelemetry");
    expect(anchor).not.toHaveProperty("kept");
  });
});
