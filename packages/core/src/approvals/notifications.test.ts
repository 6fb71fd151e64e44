import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { waitingRequest } from "../../test/waiting-request.ts";
import { ApprovalNotifications } from "./notifications.ts";
import { type ApprovalEvent, type ApprovalNotifier, requestEvent } from "./notifier.ts";

const event = requestEvent("requested", waitingRequest(), 0);
const warnings: string[] = [];

beforeEach(() => {
  warnings.length = 0;
  vi.spyOn(process, "emitWarning").mockImplementation((text) => void warnings.push(String(text)));
});

afterEach(() => vi.restoreAllMocks());

function fail(): never {
  throw new Error("a notifier's own\nfault");
}

describe("notifications", () => {
  it("tell every notifier the same frozen event, and not before the caller goes on", async () => {
    const seen: ApprovalEvent[] = [];
    const notifier = { name: "a", notify: (one: ApprovalEvent) => void seen.push(one) };
    const notifications = new ApprovalNotifications([notifier, notifier]);
    notifications.tell(event);
    expect(seen).toEqual([]);
    await notifications.settled();
    expect(seen).toEqual([event, event]);
    const [one] = seen;
    const parts = [one, one?.request, one?.request?.payload, one?.request?.answers];
    expect(parts.map((part) => Object.isFrozen(part))).toEqual([true, true, true, true]);
    expect(Object.isFrozen(event)).toBe(false);
  });

  it.each<[string, ApprovalNotifier]>([
    ["throws", { name: "odd", notify: fail }],
    [
      "rejects",
      { name: "odd", notify: () => Promise.reject(new Error("a notifier's own\nfault")) },
    ],
  ])("warn of a notifier that %s, and tell the next one all the same", async (_how, odd) => {
    const seen: string[] = [];
    const next = { name: "next", notify: ({ type }: ApprovalEvent) => void seen.push(type) };
    const notifications = new ApprovalNotifications([odd, next]);
    notifications.tell(event);
    await notifications.settled();
    expect(seen).toEqual(["requested"]);
    expect(warnings).toEqual([
      `notifier "odd" could not tell that ${waitingRequest().id} was requested: a notifier's own\\u{a}fault`,
    ]);
  });

  it.each<[string, unknown]>([
    ["is nothing", undefined],
    ["is no notifier", 7],
    ["has a name that throws", Object.defineProperty({}, "name", { get: fail })],
  ])("go on after a notifier that %s", async (_what, odd) => {
    const seen: string[] = [];
    const next = { name: "next", notify: ({ type }: ApprovalEvent) => void seen.push(type) };
    const notifications = new ApprovalNotifications([odd as ApprovalNotifier, next]);
    notifications.tell(event);
    await notifications.settled();
    expect(seen).toEqual(["requested"]);
    expect(warnings).toHaveLength(1);
    await notifications.close();
  });

  it("are waited for, but not for ever", async () => {
    let ended = false;
    const slow = {
      name: "slow",
      notify: async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        ended = true;
      },
    };
    const notifications = new ApprovalNotifications([slow]);
    notifications.tell(event);
    await notifications.settled();
    expect(ended).toBe(true);

    const stuck = new ApprovalNotifications([
      { name: "stuck", notify: () => new Promise(() => {}) },
    ]);
    stuck.tell(event);
    const begun = performance.now();
    await stuck.settled(30);
    expect(performance.now() - begun).toBeLessThan(1000);
  });

  it("are dropped with a warning where too many are under way", async () => {
    let told = 0;
    const stuck = { name: "stuck", notify: () => (told++, new Promise<void>(() => {})) };
    const notifications = new ApprovalNotifications([stuck]);
    for (let count = 0; count < 2001; count += 1) notifications.tell(event);
    await notifications.settled(50);
    expect(told).toBe(2000);
    expect(warnings).toEqual([expect.stringContaining("2000 notifications are under way")]);
  });

  it("close their notifiers, and warn of those that cannot be", async () => {
    let closed = 0;
    const notifications = new ApprovalNotifications([
      { name: "odd", notify: () => undefined, close: fail },
      { name: "plain", notify: () => undefined },
      { name: "good", notify: () => undefined, close: () => void (closed += 1) },
    ]);
    await notifications.close();
    expect(closed).toBe(1);
    expect(warnings).toEqual([expect.stringContaining('notifier "odd" could not close')]);
  });
});
