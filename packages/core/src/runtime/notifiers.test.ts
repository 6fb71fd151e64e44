import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { judgedRuntime, linesOf, transfer } from "../../test/judged-runtime.ts";
import { ToldStorage } from "../../test/told-storage.ts";
import { deadAddress, openReceiver } from "../../test/webhook-receiver.ts";
import type { ApprovalEvent, ApprovalNotifier } from "../approvals/notifier.ts";
import { generateRedactionKey, readRedactionKey } from "../audit/redaction/redaction-key.ts";
import { Redactor } from "../audit/redaction/redactor.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { WebhookNotifier } from "../webhook/webhook-notifier.ts";
import { ActionRuntime } from "./runtime.ts";

const secret = `whsec_${randomBytes(32).toString("base64")}`;
const warnings: string[] = [];

beforeEach(() => {
  warnings.length = 0;
  vi.spyOn(process, "emitWarning").mockImplementation((text) => void warnings.push(String(text)));
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

class Notes implements ApprovalNotifier {
  readonly name = "notes";
  readonly events: ApprovalEvent[] = [];

  notify(event: ApprovalEvent): void {
    this.events.push(event);
  }

  get types(): readonly string[] {
    return this.events.map(({ type }) => type);
  }
}

/** What is to be told in this turn of the event loop has been told afterwards. */
async function aTurn(): Promise<void> {
  // A timer that is late comes before what waits for the end of a turn.
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve, 2));
}

async function work(notifiers: readonly ApprovalNotifier[]): Promise<readonly string[]> {
  const runtime = judgedRuntime({ notifiers });
  const { approvalId = "" } = await runtime.execute(transfer(5000));
  await runtime.approvals.approve(approvalId, { by: "alice" });
  await runtime.execute(transfer(5000));
  await aTurn();
  return linesOf(runtime);
}

describe("a notifier", () => {
  it("is told of a new request once, sync and async, and not of one that is found again", async () => {
    const notes = new Notes();
    const runtime = judgedRuntime({ notifiers: [notes] });
    const { approvalId } = await runtime.execute(transfer(5000));
    await runtime.execute(transfer(5000));
    runtime.executeSync(transfer(5000));
    runtime.executeSync(transfer(6000));
    await runtime.execute(transfer(1));
    await runtime.execute(transfer(50_000));
    await runtime.preview(transfer(7000));
    await aTurn();
    expect(notes.types).toEqual(["requested", "requested"]);
    const [{ request, time } = {}] = notes.events;
    expect(request).toMatchObject({ id: approvalId, state: "pending", payload: { amount: 5000 } });
    expect(time).toBe(new Date(request?.createdAt ?? 0).toISOString());
  });

  it("is told of answers, of what is cancelled, and of grants", async () => {
    const notes = new Notes();
    const runtime = judgedRuntime({ notifiers: [notes] });
    const ask = async (amount: number): Promise<string> =>
      (await runtime.execute(transfer(amount))).approvalId ?? "";
    const { approvals } = runtime;
    const scope = { capability: "payments.*", environment: "*", durationSeconds: 60 };
    await approvals.approve(await ask(2000), { by: "alice", note: "fine", grant: scope });
    await runtime.execute(transfer(2000));
    const { id } = await approvals.grant({ ...scope, actor: "b", by: "alice", quorum: 2 });
    await approvals.endorse(id, { by: "carol" });
    await approvals.revoke(id, { by: "dave", reason: "a mistake" });
    await approvals.revoke((await approvals.grants())[0]?.id ?? "", { by: "dave" });
    await approvals.reject(await ask(3000), { by: "alice", note: "no" });
    await approvals.cancel(await ask(4000), { by: "agent", reason: "not needed" });
    await aTurn();
    const lines = notes.events.map(({ type, by, note, request, grant }) =>
      [type, by, note, request?.state, grant?.endorsements.length].filter(Boolean).join(" "),
    );
    expect(lines).toEqual([
      "requested pending",
      "approved alice fine approved",
      "granted alice 1",
      "granted alice 1",
      "granted carol 2",
      "revoked dave a mistake 2",
      "revoked dave 1",
      "requested pending",
      "rejected alice no rejected",
      "requested pending",
      "cancelled agent not needed cancelled",
    ]);
  });

  it("is told of an emergency bypass", async () => {
    const notes = new Notes();
    const runtime = judgedRuntime({ notifiers: [notes], emergencyBypass: { longestSeconds: 60 } });
    await runtime.bypass({ actor: "agent", reason: "payroll is down", seconds: 30 });
    await aTurn();
    expect(notes.events).toMatchObject([
      { type: "bypassed", note: "payroll is down", bypass: { actor: "agent" } },
    ]);
  });

  it("is told of nothing that was refused or could not be recorded", async () => {
    const notes = new Notes();
    const storage = new ToldStorage();
    const runtime = judgedRuntime({ storage, notifiers: [notes] });
    const { approvalId = "" } = await runtime.execute(transfer(5000));
    await runtime.approvals.reject(approvalId, { by: "alice" });
    await expect(runtime.approvals.approve(approvalId, { by: "bob" })).rejects.toThrow("rejected");
    await expect(runtime.approvals.cancel(approvalId, { by: "bob" })).rejects.toThrow("rejected");
    storage.refuses = () => true;
    await expect(runtime.execute(transfer(6000))).rejects.toThrow("audit trail");
    await aTurn();
    expect(notes.types).toEqual(["requested", "rejected"]);
  });

  it("is told once the record is durable", async () => {
    const storage = new MemoryStorage();
    const recorded: boolean[] = [];
    const notifier: ApprovalNotifier = {
      name: "looks",
      notify: ({ request }) => {
        const texts = [...storage.entries()].map((entry) => JSON.stringify(entry));
        recorded.push(texts.some((text) => text.includes(request?.id ?? "?")));
      },
    };
    await judgedRuntime({ storage, notifiers: [notifier] }).execute(transfer(5000));
    await aTurn();
    expect(recorded).toEqual([true]);
  });

  it("sees only what is left of the call once it is redacted", async () => {
    const notes = new Notes();
    const key = readRedactionKey(generateRedactionKey());
    const redactor = new Redactor({ pointers: ["/payload/card"], key });
    const runtime = judgedRuntime({ audit: { redactor }, notifiers: [notes] });
    const payload = { amount: 5000, card: "4111111111111111" };
    await runtime.execute(transfer(5000, { payload }));
    await aTurn();
    expect(notes.types).toEqual(["requested"]);
    expect(JSON.stringify(notes.events)).not.toContain("4111111111111111");
    expect(notes.events[0]?.request?.payload["amount"]).toBe(5000);
  });

  it("changes nothing where it fails", async () => {
    const failing: ApprovalNotifier = {
      name: "failing",
      notify: () => Promise.reject(new Error("no network")),
    };
    expect(await work([failing])).toEqual(await work([]));
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toMatch(/^notifier "failing" could not tell .* was requested: no network$/);
  });
});

describe("a webhook of a runtime", () => {
  it("is the one that the environment names, where no storage is given", async () => {
    await using receiver = await openReceiver();
    const home = mkdtempSync(join(tmpdir(), "capfence-notified-"));
    vi.stubEnv("CAPFENCE_HOME", home);
    vi.stubEnv("CAPFENCE_WEBHOOK_URL", receiver.url);
    vi.stubEnv("CAPFENCE_WEBHOOK_SECRET", secret);
    const { policy: capabilitySystem } = judgedRuntime();
    const runtimes = [
      new ActionRuntime({ capabilitySystem }),
      new ActionRuntime({ capabilitySystem, notifiers: [] }),
      judgedRuntime(),
    ];
    for (const [index, runtime] of runtimes.entries()) {
      await runtime.execute(transfer(5000 + index));
      await runtime.close();
    }
    rmSync(home, { recursive: true });
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]?.body).toContain('"amount":5000');
  });

  it("that cannot be used keeps the runtime from being made, and makes no log", () => {
    const home = join(tmpdir(), `capfence-never-${process.pid}`);
    vi.stubEnv("CAPFENCE_HOME", home);
    vi.stubEnv("CAPFENCE_WEBHOOK_URL", "http://hooks.example.org/");
    const { policy: capabilitySystem } = judgedRuntime();
    expect(() => new ActionRuntime({ capabilitySystem })).toThrow("is not https");
    expect(existsSync(home)).toBe(false);
  });

  it("whose server never answers does not delay a call", async () => {
    await using receiver = await openReceiver(() => undefined);
    const webhook = new WebhookNotifier({ url: receiver.url, secret });
    const runtime = judgedRuntime({ notifiers: [webhook] });
    const times: number[] = [];
    for (let amount = 2000; amount < 2020; amount += 1) {
      const begun = performance.now();
      const { reason } = await runtime.execute(transfer(amount));
      times.push(performance.now() - begun);
      expect(reason).toBe("approval_required");
    }
    expect(times.toSorted((a, b) => a - b)[10]).toBeLessThan(50);
    expect(receiver.received.length).toBeLessThanOrEqual(1);
    await webhook.close();
    await runtime.close();
  });

  it("whose server is dead makes a warning, and nothing else", async () => {
    const webhook = new WebhookNotifier({
      url: await deadAddress(),
      secret,
      backoffMilliseconds: 1,
    });
    const runtime = judgedRuntime({ notifiers: [webhook] });
    const { reason } = await runtime.execute(transfer(5000));
    expect([reason, warnings]).toEqual(["approval_required", []]);
    await runtime.close();
    expect(warnings).toEqual([expect.stringMatching(/no answer .*ECONNREFUSED.*attempt 5 of 5/)]);
  });

  it("is waited for when the runtime closes", async () => {
    await using receiver = await openReceiver((response) => {
      setTimeout(() => response.writeHead(204).end(), 50);
    });
    const runtime = judgedRuntime({
      notifiers: [new WebhookNotifier({ url: receiver.url, secret })],
    });
    await runtime.execute(transfer(5000));
    await runtime.close();
    expect([receiver.received.length, warnings]).toEqual([1, []]);
  });

  it("is waited for at most 5 seconds", async () => {
    await using receiver = await openReceiver(() => undefined);
    const webhook = new WebhookNotifier({ url: receiver.url, secret });
    const runtime = judgedRuntime({ notifiers: [webhook] });
    await runtime.execute(transfer(5000));
    const begun = performance.now();
    await runtime.close();
    const took = performance.now() - begun;
    expect(took).toBeGreaterThan(4900);
    expect(took).toBeLessThan(8000);
    await webhook.close();
    await aTurn();
  });
});
