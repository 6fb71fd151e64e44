import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { Place } from "./place.ts";
import { PipeClient } from "./raw-client.ts";
import { POLICY } from "./settings.ts";

it("lets an approval that nobody gave in time be used by nobody", async () => {
  const place = new Place();
  onTestFinished(() => place.close());
  place.file("policy.yaml", POLICY.replace("timeout_seconds: 600", "timeout_seconds: 1"));
  const client = new PipeClient(place.wrap("--wait", "30s"));
  await client.initialize();
  const legacy = await client.ask("tools/call", { name: "pay", arguments: { amount: 801 } });
  const question = await client.callModern("pay", { amount: 802 });
  const { requestState } = question.result ?? {};
  const expired = await client.answerTo(legacy);
  expect(expired).toMatchObject({ result: { isError: true } });
  await sleep(1100);
  const yes = { capfence_approval: { action: "accept", content: { approve: true } } };
  const late = { requestState, inputResponses: yes };
  expect(await client.callModern("pay", { amount: 802 }, late)).toMatchObject({
    result: { isError: true },
  });
  expect(place.callsOf("pay")).not.toContainEqual({ amount: 801 });
  expect(place.callsOf("pay")).not.toContainEqual({ amount: 802 });
});
