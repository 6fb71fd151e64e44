import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { ask, BY_NAME, HEADERS, post, startFront } from "../../../test/gateway/front.ts";
import { rawPost, sendRaw } from "../../../test/gateway/raw-http.ts";
import { readBody } from "./read-body.ts";

test("too long a message is refused by what it says of its length", async () => {
  const front = await startFront();
  const started = Date.now();
  const head = rawPost(front.url, "{", [])
    .replace("Content-Length: 1", "Content-Length: 99999999")
    .replace("Connection: close\r\n", "");
  const received = await sendRaw(front.url, head);
  expect(received).toMatch(/^HTTP\/1.1 413 /);
  expect(received).toContain('"jsonrpc":"2.0"');
  expect(received).toContain("Connection: close");
  expect(Date.now() - started).toBeLessThan(2500);
  expect(front.host.sessions).toEqual([]);
});

test("too long a message is refused though it says nothing of its length, and is not read for ever", async () => {
  const front = await startFront();
  let sent = 0;
  const body = new ReadableStream({
    async pull(controller) {
      await sleep(1);
      sent += 1;
      controller.enqueue(new Uint8Array(1000).fill(32));
    },
  });
  const init = { method: "POST", headers: HEADERS, body, duplex: "half" };
  const response = await fetch(front.url, init as RequestInit).catch(() => undefined);
  expect([413, undefined]).toContain(response?.status);
  const before = sent;
  await sleep(1500);
  expect(sent - before).toBeLessThan(1000);
  expect(front.host.sessions).toEqual([]);
});

test("a client that has sent all of too long a message reads why it was refused", async () => {
  const front = await startFront();
  const response = await post(front, " ".repeat(5_000_000));
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({ error: { code: 413 } });
});

test("a client that reads only when it has sent everything reads why it was refused", async () => {
  const front = await startFront();
  const { hostname, port } = new URL(front.url);
  const socket = connect(Number(port), hostname).pause();
  onTestFinished(() => void socket.destroy());
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk.toString();
  });
  socket.pause();
  const whole = rawPost(front.url, " ".repeat(500_000));
  for (let at = 0; at < whole.length; at += 50_000) {
    await new Promise((resolve) => socket.write(whole.slice(at, at + 50_000), resolve));
    await sleep(2);
  }
  socket.resume();
  await once(socket, "close");
  expect(received).toMatch(/^HTTP\/1.1 413 /);
});

test("what is no UTF-8 is refused", async () => {
  const front = await startFront();
  const body = Buffer.concat([Buffer.from('{"jsonrpc":"2.0","id":1,"method":"a'), Buffer.of(0xff)]);
  const response = await fetch(front.url, {
    method: "POST",
    headers: HEADERS,
    body,
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ id: null, error: { code: -32_700 } });
});

test("a client that goes while it is found out who it is takes up no place", async () => {
  const known = Promise.withResolvers<void>();
  const asked: string[] = [];
  const front = await startFront(
    {},
    {
      authenticator: {
        authenticate: async (headers) => {
          asked.push("who?");
          if (asked.length === 1) await known.promise;
          return BY_NAME.authenticate(headers);
        },
      },
    },
  );
  front.limit({ concurrentPerPrincipal: 1 });
  const { hostname, port } = new URL(front.url);
  const socket = connect(Number(port), hostname);
  const slow = rawPost(front.url, "{");
  socket.write(slow.replace("Content-Length: 1", "Content-Length: 50"));
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  socket.destroy();
  await sleep(50);
  known.resolve();
  await sleep(50);
  expect((await post(front, ask("initialize", {}))).status).toBe(200);
});

test("a message that does not arrive in time is given up", async () => {
  const server = createServer((request, response) => {
    readBody(request, { bytes: 100, milliseconds: 50 }).then(
      () => response.end("read"),
      (error: unknown) => response.end(String(error)),
    );
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const slow = rawPost(url, "{").replace("Content-Length: 1", "Content-Length: 50");
  expect(await sendRaw(url, slow)).toContain("took too long");
});

test.for([
  ["{", -32_700, null],
  ['{"jsonrpc":"2.0","id":7,"method":"a","method":"b"}', -32_700, null],
  [`[${JSON.stringify(ask("ping"))}]`, -32_600, null],
  ['{"jsonrpc":"1.0","id":7,"method":"ping"}', -32_600, 7],
  ['{"jsonrpc":"2.0","id":7,"method":"ping","params":[]}', -32_602, 7],
  ["", -32_700, null],
  ["\u{FEFF}{}", -32_700, null],
] as const)("the body %s is answered with %i", async ([body, code, id]) => {
  const front = await startFront();
  const response = await post(front, body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ jsonrpc: "2.0", id, error: { code } });
  expect(front.host.sessions).toEqual([]);
});
