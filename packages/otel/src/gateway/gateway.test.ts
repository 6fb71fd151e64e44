import type { Attributes } from "@opentelemetry/api";
import type { MetricData } from "@opentelemetry/sdk-metrics";
import { beforeEach, describe, expect, it } from "vitest";
import type { GatewayTelemetry } from "../../../mcp/src/gateway/telemetry.ts";
import { Telemetry } from "../../test/telemetry.ts";
import { openTelemetryGateway } from "./gateway.ts";

const STDIO = { era: "legacy", transport: "stdio" } as const;
const HTTP = { era: "modern", transport: "http" } as const;

let telemetry: Telemetry;
let gateway: GatewayTelemetry;

beforeEach(() => {
  telemetry = new Telemetry();
  gateway = openTelemetryGateway(telemetry);
});

async function metric(name: string): Promise<MetricData | undefined> {
  const metrics = await telemetry.metrics();
  return metrics.find(({ descriptor }) => descriptor.name === name);
}

/** The values of a metric, with the attributes that they are for. */
async function valuesOf(name: string): Promise<readonly (readonly [unknown, Attributes])[]> {
  const points = (await metric(name))?.dataPoints ?? [];
  return points.map(({ value, attributes }) => [value, attributes]);
}

describe("the metrics of a gateway", () => {
  it("count requests by method, era, transport and how they ended", async () => {
    gateway.request({ id: 1, method: "tools/list", ...STDIO }).ended({ outcome: "succeeded" });
    gateway.request({ id: 2, method: "tools/list", ...STDIO }).ended({ outcome: "succeeded" });
    const failed = gateway.request({ id: 3, method: "resources/read", ...HTTP });
    failed.ended({ outcome: "failed", error: -32_002 });
    expect(await valuesOf("capfence.gateway.requests")).toStrictEqual([
      [
        2,
        {
          "mcp.method.name": "tools/list",
          "capfence.gateway.era": "legacy",
          "network.transport": "pipe",
          "capfence.gateway.outcome": "succeeded",
        },
      ],
      [
        1,
        {
          "mcp.method.name": "resources/read",
          "capfence.gateway.era": "modern",
          "network.transport": "tcp",
          "capfence.gateway.outcome": "failed",
          "error.type": "-32002",
          "rpc.response.status_code": "-32002",
        },
      ],
    ]);
  });

  it("have no room for what clients and servers make up", async () => {
    for (let index = 0; index < 50; index += 1) {
      const request = gateway.request({ id: index, method: `x/${index}`, ...STDIO });
      request.ended({ outcome: "failed", error: index });
    }
    const values = await valuesOf("capfence.gateway.requests");
    expect(values).toMatchObject([[50, { "mcp.method.name": "_OTHER", "error.type": "_OTHER" }]]);
  });

  it("time requests in seconds", async () => {
    const request = gateway.request({ id: 1, method: "tools/call", ...HTTP });
    await new Promise((resolve) => setTimeout(resolve, 30));
    request.ended({ outcome: "succeeded" });
    const duration = await metric("capfence.gateway.request.duration");
    expect(duration?.descriptor.unit).toBe("s");
    const value = duration?.dataPoints[0]?.value;
    expect(value).toMatchObject({ count: 1, sum: expect.closeTo(0.03, 1) });
    expect(value).toHaveProperty("buckets.boundaries[0]", 0.0005);
  });

  it("count the sessions that are open", async () => {
    gateway.sessionOpened(STDIO);
    gateway.sessionOpened(HTTP);
    gateway.sessionOpened(HTTP);
    gateway.sessionClosed(HTTP);
    gateway.sessionClosed(STDIO);
    expect((await valuesOf("capfence.gateway.sessions")).map(([value]) => value)).toStrictEqual([
      0, 1,
    ]);
  });

  it("count the failures of upstreams, and decisions", async () => {
    gateway.upstreamFailed("files", "AnswerLost");
    gateway.decided("deny", "policy_deny");
    expect(await valuesOf("capfence.gateway.upstream.errors")).toStrictEqual([
      [1, { "capfence.upstream": "files", "error.type": "AnswerLost" }],
    ]);
    expect(await valuesOf("capfence.gateway.decisions")).toStrictEqual([
      [1, { "capfence.decision.effect": "deny", "capfence.decision.reason": "policy_deny" }],
    ]);
  });
});
