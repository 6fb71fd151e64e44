import { createHmac, randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { type ApprovalEvent, requestEvent } from "../approvals/notifier.ts";
import { waitingRequest } from "../../test/waiting-request.ts";
import { deadAddress, openReceiver, type Received } from "../../test/webhook-receiver.ts";
import { WebhookNotifier } from "./webhook-notifier.ts";

const key = randomBytes(32);
const secret = `whsec_${key.toString("base64")}`;
const quick = { secret, backoffMilliseconds: 5, random: () => 0 };
const event = requestEvent("requested", waitingRequest(), 0);

function verified({ body, headers }: Received, by: string = secret): unknown {
  return new Webhook(by).verify(body, headers as Record<string, string>);
}

function fromRequest(id: string): ApprovalEvent {
  return requestEvent("requested", waitingRequest({ id }), 0);
}

describe("a webhook", () => {
  it("sends an event that the receiver can verify", async () => {
    await using receiver = await openReceiver();
    await new WebhookNotifier({ url: receiver.url, secret }).notify(event);
    const [got] = receiver.received as readonly [Received];
    expect(got.headers["content-type"]).toBe("application/json");
    expect(verified(got)).toEqual({
      type: "capfence.approval.requested",
      timestamp: "1970-01-01T00:00:00.000Z",
      data: { request: waitingRequest() },
    });
    const { "webhook-id": id, "webhook-timestamp": time } = got.headers;
    const code = createHmac("sha256", key).update(`${String(id)}.${String(time)}.${got.body}`);
    expect(got.headers["webhook-signature"]).toBe(`v1,${code.digest("base64")}`);
    expect(() => verified({ ...got, body: got.body.replace("5000", "5") })).toThrow("signature");
  });

  it("signs with every secret while they are exchanged", async () => {
    const next = `whsec_${randomBytes(24).toString("base64")}`;
    await using receiver = await openReceiver();
    await new WebhookNotifier({ url: receiver.url, secret: [secret, next] }).notify(event);
    const [got] = receiver.received as readonly [Received];
    expect(verified(got)).toEqual(verified(got, next));
    expect(() => verified(got, `whsec_${randomBytes(24).toString("base64")}`)).toThrow("signature");
  });

  it.each([500, 503, 429, 408, 425])("tries again after %i, with the same id", async (status) => {
    await using receiver = await openReceiver((response, index) =>
      response.writeHead(index < 2 ? status : 200).end(),
    );
    await new WebhookNotifier({ ...quick, url: receiver.url }).notify(event);
    expect(receiver.received).toHaveLength(3);
    for (const got of receiver.received) verified(got);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  it("tries again where the connection breaks, and gives up after five attempts", async () => {
    await using receiver = await openReceiver((response) => response.destroy());
    await expect(
      new WebhookNotifier({ ...quick, url: receiver.url }).notify(event),
    ).rejects.toThrow(/no answer .* at attempt 5 of 5/);
    expect(receiver.received).toHaveLength(5);
  });

  it("does not send again what was taken, however long or broken the answer is", async () => {
    await using receiver = await openReceiver((response) => {
      response.writeHead(200, { "content-length": "1000000" });
      response.write("x");
      setTimeout(() => response.destroy(), 5);
    });
    await new WebhookNotifier({ ...quick, url: receiver.url }).notify(event);
    expect(receiver.received).toHaveLength(1);
  });

  it("waits twice as long each time", async () => {
    await using receiver = await openReceiver((response) => response.writeHead(500).end());
    const options = { ...quick, backoffMilliseconds: 40, random: () => 1, url: receiver.url };
    await expect(new WebhookNotifier(options).notify(event)).rejects.toThrow("it answered 500");
    const times = receiver.received.map(({ at }) => at);
    const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    for (const [index, wait] of waits.entries())
      expect(wait).toBeGreaterThanOrEqual(40 * 2 ** index - 2);
  });

  it("waits as long as Retry-After asks", async () => {
    await using receiver = await openReceiver((response, index) =>
      response.writeHead(index === 0 ? 429 : 200, { "retry-after": "1" }).end(),
    );
    await new WebhookNotifier({ ...quick, url: receiver.url }).notify(event);
    const [first, second] = receiver.received;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it("gives up where Retry-After asks for longer than five minutes", async () => {
    await using receiver = await openReceiver((response) =>
      response.writeHead(503, { "retry-after": "301" }).end(),
    );
    const sent = new WebhookNotifier({ ...quick, url: receiver.url }).notify(event);
    await expect(sent).rejects.toThrow("it answered 503, at attempt 1 of 5");
  });

  it.each([400, 401, 404, 410])("gives up at once after %i", async (status) => {
    await using receiver = await openReceiver((response) => response.writeHead(status).end());
    const sent = new WebhookNotifier({ ...quick, url: receiver.url }).notify(event);
    await expect(sent).rejects.toThrow(`it answered ${status}, at attempt 1 of 5`);
  });

  it.each([301, 302, 307, 308])("does not follow a redirect (%i)", async (status) => {
    await using other = await openReceiver();
    await using receiver = await openReceiver((response) =>
      response.writeHead(status, { location: other.url }).end(),
    );
    const sent = new WebhookNotifier({ ...quick, url: receiver.url }).notify(event);
    await expect(sent).rejects.toThrow(`it redirects (${status})`);
    expect([receiver.received.length, other.received.length]).toEqual([1, 0]);
  });

  it("does not wait for an answer for longer than it is told", async () => {
    await using receiver = await openReceiver(() => undefined);
    const options = { ...quick, timeoutMilliseconds: 30, url: receiver.url };
    await expect(new WebhookNotifier(options).notify(event)).rejects.toThrow("timeout");
    expect(receiver.received).toHaveLength(5);
  });

  it("sends one after the other, in the order in which they came", async () => {
    await using receiver = await openReceiver((response, index) => {
      setTimeout(() => response.writeHead(index === 1 ? 500 : 200).end(), 20 - 5 * index);
    });
    const notifier = new WebhookNotifier({ ...quick, url: receiver.url });
    await Promise.all(["a", "b", "c"].map((id) => notifier.notify(fromRequest(id))));
    const ids = receiver.received.map((got) => /"id":"(.)"/.exec(got.body)?.[1]);
    expect(ids).toEqual(["a", "b", "b", "c"]);
  });

  it("keeps a thousand waiting, drops the oldest of more, and gives all up when it is closed", async () => {
    await using receiver = await openReceiver(() => undefined);
    const notifier = new WebhookNotifier({ ...quick, url: receiver.url });
    const ends = Array.from({ length: 1003 }, (_, index) =>
      notifier.notify(fromRequest(`r${index}`)).catch((cause: unknown) => String(cause)),
    );
    expect(await Promise.all(ends.slice(1, 3))).toEqual(
      Array(2).fill("Error: it was dropped, as 1000 newer ones were waiting"),
    );
    await notifier.close();
    const rest = ends.filter((_end, index) => index === 0 || index > 2);
    expect(new Set(await Promise.all(rest))).toEqual(
      new Set(["Error: it was closed before it could be delivered"]),
    );
    await expect(notifier.notify(event)).rejects.toThrow("it was closed");
  });

  it("does not wait for the next attempt when it is closed", async () => {
    const notifier = new WebhookNotifier({ url: await deadAddress(), secret });
    const sent = notifier.notify(event).catch((cause: unknown) => String(cause));
    const begun = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await notifier.close();
    expect(await sent).toContain("it was closed");
    expect(performance.now() - begun).toBeLessThan(400);
  });

  it("leaves out the arguments of a call that would make a body over 64 KiB", async () => {
    await using receiver = await openReceiver();
    const payload = { text: "x".repeat(70_000) };
    const request = waitingRequest({ payload });
    await new WebhookNotifier({ ...quick, url: receiver.url }).notify(
      requestEvent("requested", request, 0),
    );
    const [got] = receiver.received as readonly [Received];
    expect(got.body.length).toBeLessThan(1000);
    expect(verified(got)).toMatchObject({
      data: { shortened: true, request: { id: request.id, capability: "payments.transfer" } },
    });
    expect(got.body).not.toContain("payload");
  });

  it("sends to Slack without a secret, and does not sign", async () => {
    await using receiver = await openReceiver();
    await new WebhookNotifier({ url: receiver.url, format: "slack" }).notify(event);
    const [got] = receiver.received as readonly [Received];
    expect(got.headers["webhook-signature"]).toBeUndefined();
    expect(JSON.parse(got.body)).toHaveProperty("blocks");
  });

  it("names no more of its address than the host", async () => {
    const url = await deadAddress();
    const notifier = new WebhookNotifier({ ...quick, url: `${url}/T000/secret` });
    expect(notifier.name).toBe(`webhook ${new URL(url).host}`);
    const failed = await notifier.notify(event).catch((cause: unknown) => String(cause));
    expect(failed).not.toContain("T000");
  });
});
