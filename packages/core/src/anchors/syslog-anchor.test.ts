import { createSocket, type Socket as Datagrams } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { AnchorScratch } from "../../test/anchor-scratch.ts";
import { GrownLog } from "../../test/grown-log.ts";
import { generateSignerKey, readSignerKey } from "../encoding/note/note-key.ts";
import { AuditError, ConfigurationError } from "../errors.ts";
import { readCheckpointLine } from "./checkpoint-line.ts";
import { SyslogAnchor, type SyslogAnchorOptions, type SyslogTarget } from "./syslog-anchor.ts";

const NOW = Date.parse("2026-01-31T12:00:00.000Z");
const log = new GrownLog("example.org/log/é", readSignerKey(generateSignerKey("example.org/log")));
/** RFC 5424: priority, version, time, host, application, process, kind, structured data, message. */
const MESSAGE = /^<(\d+)>1 (\S+) ([!-~]+) (\S+) (\d+) checkpoint - (\{.*\})$/s;
const opened: { close: () => unknown }[] = [];

afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

/** A server of streams, and what it got on each connection. */
async function serve(
  place: { readonly path: string } | { readonly port: number; readonly host: string },
  onConnection?: (socket: Socket) => void,
): Promise<{ server: Server; got: string[] }> {
  const got: string[] = [];
  const server = createServer({ allowHalfOpen: onConnection !== undefined }, (socket) => {
    socket.on("error", () => undefined);
    opened.push({ close: () => socket.destroy() });
    if (onConnection !== undefined) return onConnection(socket);
    const parts: Buffer[] = [];
    socket.on("data", (part: Buffer) => parts.push(part));
    socket.on("end", () => got.push(Buffer.concat(parts).toString()));
  });
  opened.push(server);
  server.listen(place);
  await once(server, "listening");
  return { server, got };
}

async function tcpTarget(
  onConnection?: (socket: Socket) => void,
): Promise<{ target: SyslogTarget; got: string[] }> {
  const { server, got } = await serve({ port: 0, host: "127.0.0.1" }, onConnection);
  const { port } = server.address() as AddressInfo;
  return { target: { protocol: "tcp", host: "127.0.0.1", port }, got };
}

function noteIn(message: string): string | undefined {
  return readCheckpointLine(MESSAGE.exec(message)?.[6] ?? "")?.note;
}

describe("a syslog server", () => {
  it("gets each checkpoint over UDP as one datagram", async () => {
    const server: Datagrams = createSocket("udp4");
    opened.push(server);
    server.bind(0, "127.0.0.1");
    await once(server, "listening");
    const received = once(server, "message");
    const { port } = server.address();
    const target: SyslogTarget = { protocol: "udp", host: "127.0.0.1", port };
    const anchor = new SyslogAnchor({ target, clock: () => NOW });
    expect(anchor.name).toBe(`syslog udp://127.0.0.1:${port}`);
    await anchor.publish(log.at(7));
    const [message] = (await received) as [Buffer];
    const [, priority, time, , application, id] = MESSAGE.exec(message.toString()) ?? [];
    expect([priority, time, application, id]).toStrictEqual([
      "109",
      "2026-01-31T12:00:00.000Z",
      "capfence",
      String(process.pid),
    ]);
    expect(noteIn(message.toString())).toBe(log.at(7).note);
    expect(anchor).not.toHaveProperty("kept");
  });

  it("gets each checkpoint over TCP with its length in bytes before it", async () => {
    const { target, got } = await tcpTarget();
    const anchor = new SyslogAnchor({ target, facility: 16, application: "gate" });
    for (const size of [7, 8]) await anchor.publish(log.at(size));
    expect(got).toHaveLength(2);
    for (const [index, frame] of got.entries()) {
      const [, length = "", message = ""] = /^(\d+) (.*)$/s.exec(frame) ?? [];
      expect(Number(length)).toBe(Buffer.byteLength(message));
      expect(message).toMatch(/^<133>1 - \S+ gate /);
      expect(noteIn(message)).toBe(log.at(7 + index).note);
    }
  });

  it("gets each checkpoint over a socket in the file system", async () => {
    const path = new AnchorScratch().at("syslog");
    const { got } = await serve({ path });
    const anchor = new SyslogAnchor({ target: { protocol: "unix", path } });
    await anchor.publish(log.at(7));
    expect(noteIn(got[0]?.replace(/^\d+ /, "") ?? "")).toBe(log.at(7).note);
  });

  it.each<readonly [string, ((socket: Socket) => void) | undefined, string]>([
    ["is gone", undefined, "ECONNREFUSED"],
    [
      "resets the connection",
      (socket) => void socket.once("data", () => socket.resetAndDestroy()),
      "ECONNRESET",
    ],
    ["never reads", (socket) => void socket.pause(), "took longer than 100 ms"],
    [
      "talks for ever",
      (socket) => {
        const timer = setInterval(() => socket.write("x"), 10);
        socket.on("close", () => clearInterval(timer));
      },
      "took longer than 100 ms",
    ],
  ])("is named where it %s", async (_name, onConnection, words) => {
    const { target } = await tcpTarget(onConnection);
    if (onConnection === undefined) {
      const server = opened.pop();
      server?.close();
    }
    const anchor = new SyslogAnchor({ target, timeoutMilliseconds: 100 });
    const failed = anchor.publish(log.at(7));
    await expect(failed).rejects.toThrow(AuditError);
    await expect(failed).rejects.toThrow(
      /syslog tcp:\/\/127\.0\.0\.1:\d+ did not take the checkpoint of "example\.org\/log\/é" with 7 records/,
    );
    await expect(failed).rejects.toThrow(words);
  });

  it("is named where its socket is not there", async () => {
    const path = new AnchorScratch().at("syslog");
    const anchor = new SyslogAnchor({ target: { protocol: "unix", path } });
    await expect(anchor.publish(log.at(7))).rejects.toThrow(/syslog unix:.*ENOENT/);
  });

  it("is named where a checkpoint is too long for a datagram", async () => {
    const target: SyslogTarget = { protocol: "udp", host: "127.0.0.1" };
    const covers = [{ origin: "x".repeat(70_000), size: 1 }];
    const failed = new SyslogAnchor({ target }).publish({ ...log.at(7), covers });
    await expect(failed).rejects.toThrow(/syslog udp:\/\/127\.0\.0\.1:514 .*EMSGSIZE/);
  });

  it.each<readonly [string, Partial<SyslogAnchorOptions>]>([
    ["no host", { target: { protocol: "tcp", host: "" } }],
    ["no port", { target: { protocol: "udp", host: "127.0.0.1", port: 0 } }],
    ["no path", { target: { protocol: "unix", path: "" } }],
    ["a facility that is none", { facility: 24 }],
    ["a name in words", { application: "the gate" }],
    ["a name with a line", { application: "gate\n" }],
    ["no time", { timeoutMilliseconds: 0 }],
  ])("is not addressed with %s", (_name, options) => {
    const target: SyslogTarget = { protocol: "tcp", host: "127.0.0.1" };
    expect(() => new SyslogAnchor({ target, ...options })).toThrow(ConfigurationError);
  });
});
