import { expect, it } from "vitest";
import { judgedRuntime, linesOf } from "../../test/judged-runtime.ts";
import { ToldStorage } from "../../test/told-storage.ts";
import { AuditError } from "../errors.ts";
import { Guard } from "./guard.ts";

/** Pays 5 through a guard that does not wait for the recording of the outcome. */
function paying(storage = new ToldStorage(), clock: () => number = Date.now) {
  const runtime = judgedRuntime({ storage, clock });
  const guard = new Guard({ runtime, agentId: "agent", capability: "payments.transfer" });
  const ran: unknown[] = [];
  const recordings: Promise<void>[] = [];
  const pay = (meanwhile: () => unknown = () => undefined): Promise<string> =>
    guard.run({
      toolName: "pay",
      input: { amount: 5 },
      invoke: ({ amount }) => {
        ran.push(amount);
        meanwhile();
        return "paid";
      },
      recording: (recorded) => void recordings.push(recorded),
    });
  return { runtime, storage, ran, recordings, pay };
}

it("a call that does not wait for its outcome's record gives its output before, and has the record soon", async () => {
  const { runtime, recordings, pay } = paying();
  expect(await pay()).toBe("paid");
  expect(await linesOf(runtime)).toEqual(["allow policy_allow"]);
  await Promise.all(recordings);
  expect(await linesOf(runtime)).toEqual(["allow policy_allow", "succeeded"]);
});

it("its outcome stands before the next decision, and before the end of the log", async () => {
  const { runtime, pay } = paying();
  await pay();
  await pay();
  await runtime.auditTrail.close();
  const call = ["allow policy_allow", "succeeded"];
  expect(await linesOf(runtime)).toEqual([...call, ...call]);
});

it("its decision is recorded before it runs all the same", async () => {
  const { storage, ran, recordings, pay } = paying();
  storage.refuses = ({ kind }) => kind === "decision";
  await expect(pay()).rejects.toMatchObject({ name: "AuditError", toolInvoked: false });
  expect(ran).toEqual([]);
  expect(recordings).toEqual([]);
});

it("an outcome that cannot be recorded closes the log, and nothing else runs", async () => {
  const { storage, ran, recordings, pay } = paying();
  storage.refuses = ({ kind }) => kind === "outcome";
  expect(await pay()).toBe("paid");
  // Whoever shares its transaction is refused too.
  await expect(pay()).rejects.toMatchObject({ toolInvoked: false });
  const [recording] = await Promise.allSettled(recordings);
  expect(recording).toMatchObject({ status: "rejected", reason: { toolInvoked: true } });
  storage.refuses = () => false;
  await expect(pay()).rejects.toBeInstanceOf(AuditError);
  expect(ran).toEqual([5]);
});

it("an outcome of which no record can be made closes the log as well", async () => {
  let now = 0;
  const { runtime, ran, recordings, pay } = paying(new ToldStorage(), () => now);
  // No record can have such a time.
  expect(await pay(() => (now = Number.NaN))).toBe("paid");
  await expect(recordings[0]).rejects.toMatchObject({ name: "AuditError", toolInvoked: true });
  now = 1;
  expect(runtime.auditTrail.isClosed).toBe(true);
  await expect(pay()).rejects.toMatchObject({ toolInvoked: false });
  expect(ran).toEqual([5]);
});
