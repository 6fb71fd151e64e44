import { ActionEvent, type ActionRuntime } from "@capfence/core";
import {
  context,
  ROOT_CONTEXT,
  SeverityNumber,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { judgedRuntime, pay } from "../test/judged-runtime.ts";
import { Telemetry } from "../test/telemetry.ts";
import { type OpenTelemetryObserver, openTelemetryObserver } from "./observer.ts";

let telemetry: Telemetry;
let observer: OpenTelemetryObserver;
let runtime: ActionRuntime;

beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});

afterAll(() => context.disable());

beforeEach(() => {
  telemetry = new Telemetry();
  observer = openTelemetryObserver(telemetry);
  runtime = judgedRuntime(observer);
});

const fail =
  (error: unknown): (() => never) =>
  () => {
    throw error;
  };

const transfer = (amount: number): ActionEvent =>
  ActionEvent.create({ actor: "a", capability: "payments.transfer", payload: { amount } });

describe("the span of a call", () => {
  it("is named for the tool, and says who asked for what, what was decided, and how it ended", async () => {
    await pay(runtime, 50);
    const [span, ...others] = telemetry.spans;
    expect(others).toStrictEqual([]);
    expect(span).toMatchObject({
      name: "execute_tool pay",
      kind: SpanKind.INTERNAL,
      status: { code: SpanStatusCode.UNSET },
      ended: true,
      events: [],
    });
    expect(span?.attributes).toStrictEqual({
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "pay",
      "gen_ai.tool.call.id": "call-1",
      "gen_ai.agent.id": "billing-agent",
      "gen_ai.conversation.id": "session-1",
      "capfence.decision.id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      "capfence.decision.effect": "allow",
      "capfence.decision.reason": "policy_allow",
      "capfence.decision.authorized": true,
      "capfence.rule.id": "allow[0]",
      "capfence.rule.section": "allow",
      "capfence.policy.digest": expect.stringMatching(/^[0-9a-f]{64}$/),
      "capfence.policy.mode": "enforce",
      "capfence.actor": "billing-agent",
      "capfence.capability": "payments.transfer.production",
      "capfence.environment": "production",
      "capfence.session.id": "session-1",
      "capfence.framework": "test",
      "capfence.tenant": "acme",
      "capfence.outcome": "succeeded",
    });
  });

  it("lasts as long as the tool", async () => {
    let spansMeanwhile = -1;
    await pay(runtime, 50, async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      spansMeanwhile = telemetry.spans.length;
    });
    expect(spansMeanwhile).toBe(0);
    const [seconds = 0, nanoseconds = 0] = telemetry.spans[0]?.duration ?? [];
    expect(seconds * 1000 + nanoseconds / 1e6).toBeGreaterThan(15);
  });

  it("ends at once where the call is held back, which is no error of it", async () => {
    await expect(pay(runtime, 50_000)).rejects.toThrow("policy_deny");
    await expect(pay(runtime, 5000)).rejects.toThrow("approval_required");
    const [denied, asked] = telemetry.spans;
    expect(denied).toMatchObject({
      status: { code: SpanStatusCode.UNSET },
      attributes: {
        "capfence.decision.effect": "deny",
        "capfence.decision.authorized": false,
        "capfence.rule.id": "too-much",
        "capfence.rule.severity": "high",
      },
      events: [
        { name: "capfence.blocked", attributes: { "capfence.decision.reason": "policy_deny" } },
      ],
    });
    expect(denied?.attributes).not.toHaveProperty("capfence.outcome");
    expect(asked).toMatchObject({
      attributes: { "capfence.approval.id": expect.stringMatching(/^apr_/) },
      events: [{ name: "capfence.blocked" }],
    });
  });

  it.each([
    ["its class", new TypeError("secret words"), "TypeError"],
    [
      "no class that could be a name",
      Object.assign(new Error("no"), { name: "secret words" }),
      "_OTHER",
    ],
    ["nothing but text", "secret words", "_OTHER"],
  ])("is an error where the tool fails, with %s", async (_what, error, type) => {
    await expect(pay(runtime, 50, fail(error))).rejects.toBe(error);
    expect(telemetry.spans).toMatchObject([
      {
        status: { code: SpanStatusCode.ERROR },
        attributes: { "capfence.outcome": "failed", "error.type": type },
      },
    ]);
    expect(telemetry.sent).not.toContain("secret words");
  });

  it("ends where the tool throws what cannot be looked at", async () => {
    const unreadable = Object.defineProperty(new Error("no"), "name", { get: fail("unreadable") });
    const verdict = await runtime.execute(transfer(1));
    observer.finished(verdict, { outcome: "failed", error: unreadable });
    observer.finished(verdict, {
      outcome: "failed",
      error: new Proxy({}, { getPrototypeOf: fail("no") }),
    });
    expect(telemetry.spans).toMatchObject([{ attributes: { "error.type": "_OTHER" } }]);
    expect(telemetry.logs).toHaveLength(3);
  });

  it("says so where nobody saw the tool end", async () => {
    const verdict = await runtime.execute(transfer(1));
    await runtime.recordOutcome(verdict, { outcome: "unknown" });
    expect(telemetry.spans).toMatchObject([
      { status: { code: SpanStatusCode.UNSET }, attributes: { "capfence.outcome": "unknown" } },
    ]);
  });

  it("is a child of the span that is active where the call was made, also among many at once", async () => {
    const parents = Array.from({ length: 20 }, (_, index) =>
      telemetry.tracer.startSpan(`p${index}`),
    );
    await Promise.all(
      parents.map((parent) =>
        context.with(trace.setSpan(ROOT_CONTEXT, parent), () => pay(runtime, 50)),
      ),
    );
    const children = telemetry.spans.map((span) => span.parentSpanContext?.spanId);
    expect(children).toHaveLength(parents.length);
    expect(new Set(children)).toStrictEqual(
      new Set(parents.map((parent) => parent.spanContext().spanId)),
    );
  });

  it("is that of the tool, whichever of the two the host records first", async () => {
    const first = runtime.executeSync(transfer(1));
    const second = runtime.executeSync(transfer(2));
    runtime.recordOutcomeSync(second, { outcome: "failed" });
    runtime.recordOutcomeSync({ ...first }, { outcome: "succeeded" });
    expect(
      telemetry.spans.map(({ attributes }) => [
        attributes["capfence.decision.id"],
        attributes["capfence.outcome"],
      ]),
    ).toStrictEqual([
      [second.id, "failed"],
      [first.id, "succeeded"],
    ]);
  });

  it("ends with the decision where the host records no outcomes", async () => {
    runtime = judgedRuntime(openTelemetryObserver({ tracer: telemetry.tracer, outcomes: false }));
    await runtime.execute(transfer(1));
    expect(telemetry.spans).toHaveLength(1);
  });

  it("ends without an outcome where too many are open, and when the observer is closed", async () => {
    for (let index = 0; index < 4100; index += 1) runtime.executeSync(transfer(1));
    expect(telemetry.spans).toHaveLength(4);
    expect(telemetry.spans[0]?.attributes).not.toHaveProperty("capfence.outcome");
    observer.close();
    expect(telemetry.spans).toHaveLength(4100);
  });

  it("says what would have happened where the policy only observes", async () => {
    runtime = judgedRuntime(observer, { mode: "observe" });
    await pay(runtime, 50_000);
    expect(telemetry.spans).toMatchObject([
      {
        attributes: {
          "capfence.decision.effect": "deny",
          "capfence.decision.authorized": true,
          "capfence.policy.mode": "observe",
          "capfence.outcome": "succeeded",
        },
      },
    ]);
    expect(telemetry.logs[0]?.severityNumber).toBe(SeverityNumber.WARN);
  });
});

describe("the log records of a call", () => {
  it("are one for the decision and one for the outcome, within its span", async () => {
    runtime = judgedRuntime(observer, { clock: () => 1_700_000_000_123 });
    await pay(runtime, 50);
    const [decision, outcome, ...others] = telemetry.logs;
    const [span] = telemetry.spans;
    expect(others).toStrictEqual([]);
    expect(decision).toMatchObject({
      eventName: "capfence.decision",
      severityNumber: SeverityNumber.INFO,
      hrTime: [1_700_000_000, 123_000_000],
      body: "allow (policy_allow): payments.transfer.production by billing-agent",
      spanContext: span?.spanContext(),
    });
    expect(outcome).toMatchObject({
      eventName: "capfence.outcome",
      severityNumber: SeverityNumber.INFO,
      body: "succeeded: payments.transfer.production by billing-agent",
      spanContext: span?.spanContext(),
      attributes: span?.attributes,
    });
  });

  it("are warnings for what is held back, and errors for tools that fail", async () => {
    await pay(runtime, 50_000).catch(String);
    await pay(runtime, 50, fail(new Error("no"))).catch(String);
    expect(
      telemetry.logs.map(({ severityText, eventName }) => [severityText, eventName]),
    ).toStrictEqual([
      ["WARN", "capfence.decision"],
      ["INFO", "capfence.decision"],
      ["ERROR", "capfence.outcome"],
    ]);
  });

  it("come for an outcome whose span has ended", async () => {
    const verdict = runtime.executeSync(transfer(1));
    observer.close();
    runtime.recordOutcomeSync(verdict, { outcome: "succeeded" });
    expect(telemetry.logs).toHaveLength(2);
    expect(telemetry.spans).toHaveLength(1);
  });
});

describe("telemetry", () => {
  it("has no arguments, no words of people or tools, and no paths", async () => {
    await pay(runtime, 50);
    await pay(runtime, 50_000).catch(String);
    await pay(runtime, 50, fail(new Error("hunter2"))).catch(String);
    expect(telemetry.sent).not.toMatch(/hunter2|50000|secret|too much/);
  });

  it("leaves out an id of a call that is no id", async () => {
    const long = ActionEvent.create({
      actor: "a",
      capability: "payments.transfer",
      toolCallId: "x".repeat(5000),
      payload: {},
    });
    await runtime.execute(long);
    observer.close();
    expect(telemetry.spans[0]?.attributes).not.toHaveProperty("gen_ai.tool.call.id");
    expect(telemetry.spans[0]?.name).toBe("execute_tool payments.transfer");
  });

  it("that fails changes nothing", async () => {
    const broken = openTelemetryObserver({
      tracer: { startSpan: fail(new Error("no")), startActiveSpan: fail(new Error("no")) },
      logger: { emit: fail(new Error("no")), enabled: () => true },
    });
    expect(await pay(judgedRuntime(broken), 50)).toBe("paid");
    await expect(pay(judgedRuntime(broken), 50_000)).rejects.toThrow("policy_deny");
  });

  it("goes to the providers of the process where none is given", async () => {
    expect(await pay(judgedRuntime(openTelemetryObserver()), 50)).toBe("paid");
  });
});
