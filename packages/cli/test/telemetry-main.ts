import { ActionRuntime, CapabilitySystem, Guard, MemoryStorage } from "@capfence/core";
import { startTelemetry } from "../src/telemetry/start-telemetry.ts";

// A command in small: it makes one call, and says on its standard output only what it is asked for.
const telemetry = await startTelemetry((line) => process.stderr.write(`log: ${line}\n`));
const facts = { era: "modern", transport: "http" } as const;
telemetry?.gateway.sessionOpened(facts);
const meta = { traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" };
const request = telemetry?.gateway.request({
  ...facts,
  id: 1,
  method: "tools/call",
  tool: "pay",
  meta,
});
const capabilitySystem = new CapabilitySystem().loadPolicyText("allow:\n  - pay\n", "policy.yaml");
const runtime = new ActionRuntime({
  capabilitySystem,
  storage: new MemoryStorage(),
  observers: telemetry === undefined ? [] : [telemetry.observer],
});
const guard = new Guard({ runtime, agentId: "agent", capability: "pay" });
const pay = (): Promise<unknown> =>
  guard.run({ toolName: "pay", input: { secret: "hunter2" }, invoke: () => "paid" });
await (request === undefined ? pay() : request.run(pay));
const sent = request?.upstreamMeta() ?? meta;
request?.ended({ outcome: "succeeded" });
await telemetry?.stop();
process.stdout.write(JSON.stringify(sent));
