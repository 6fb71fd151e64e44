import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Payer, paymentPolicy } from "../../test/payer.ts";
import { Scratch } from "../../test/scratch.ts";

const told: unknown[] = [];
let answer: number;
const server = createServer((request, response) => void take(request, response));

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  told.push(JSON.parse(await text(request)));
  response.writeHead(answer).end();
}

beforeEach(async () => {
  told.length = 0;
  answer = 200;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  vi.stubEnv("CAPFENCE_WEBHOOK_URL", `http://127.0.0.1:${port}/`);
  vi.stubEnv("CAPFENCE_WEBHOOK_SECRET", `whsec_${Buffer.alloc(32, 7).toString("base64")}`);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await new Promise((resolve) => server.close(resolve));
});

it("tells the webhook of the environment what was answered on the command line", async () => {
  const scratch = new Scratch();
  const id = await new Payer(scratch, paymentPolicy()).ask();
  const { code } = await scratch.run("approve", id, "--by", "carol");
  expect(code).toBe(0);
  expect(told).toMatchObject([
    { type: "capfence.approval.approved", data: { by: "carol", request: { id } } },
  ]);
});

it("answers all the same where the webhook refuses", async () => {
  answer = 404;
  const scratch = new Scratch();
  const warned = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
  const id = await new Payer(scratch, paymentPolicy()).ask();
  expect((await scratch.run("reject", id, "--by", "carol")).code).toBe(0);
  expect(told).toHaveLength(1);
  expect(warned).toHaveBeenCalled();
});
