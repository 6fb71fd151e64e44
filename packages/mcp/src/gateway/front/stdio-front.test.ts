import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { paying } from "../../../test/gateway/paying.ts";
import { somebody } from "../../../test/gateway/relayed.ts";
import { until } from "../../../test/gateway/until.ts";
import type { Answer } from "../wire/message.ts";
import { ENVELOPE } from "../wire/protocol.ts";
import { StdioFront } from "./stdio-front.ts";

const MODERN = {
  [ENVELOPE.protocolVersion]: "2026-07-28",
  [ENVELOPE.clientCapabilities]: {},
};

/** A front on pipes, and what a client reads of it. */
function piped(options: Parameters<typeof paying>[0] = {}): ReturnType<typeof paying> & {
  readonly send: (...messages: readonly object[]) => void;
  readonly read: () => readonly { readonly id?: unknown; readonly error?: unknown }[];
} {
  const made = paying(options);
  const [input, output] = [new PassThrough(), new PassThrough()];
  const { gateway: host, settings } = made.relayed;
  const log = { info: (): void => {}, warn: (): void => {}, error: (): void => {} };
  const principal = somebody("agent");
  // oxlint-disable-next-line no-new -- it listens
  new StdioFront({ input, output, host, principal, limits: () => settings.limits, log });
  let text = "";
  output.on("data", (bytes: Buffer) => {
    text += bytes.toString();
  });
  return {
    ...made,
    send: (...messages) => {
      const lines = messages.map((one) => `${JSON.stringify({ jsonrpc: "2.0", ...one })}\n`);
      input.write(lines.join(""));
    },
    read: () =>
      text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as { readonly id?: unknown; readonly error?: unknown }),
  };
}

const ERAS = [
  ["modern", []],
  [
    "legacy",
    [
      {
        id: 0,
        method: "initialize",
        params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: {} },
      },
    ],
  ],
] as const;

describe("a client on standard input", () => {
  it.each(ERAS)(
    "cancels a request at its server, and is not answered (%s)",
    async (era, opening) => {
      const { server, send, read } = piped();
      server.on("tools/call", () => Promise.withResolvers<Answer>().promise);
      send(...opening);
      await until(() => read().length === opening.length);
      const meta = era === "modern" ? { _meta: MODERN } : {};
      send({ id: 1, method: "tools/call", params: { name: "read", ...meta } });
      await until(() => server.calls.length === 1);
      send({ method: "notifications/cancelled", params: { requestId: 1 } });
      await until(() => server.contacts[0]?.signal?.aborted === true);
      send({ id: 2, method: "tools/list", params: { ...meta } });
      await until(() => read().some(({ id }) => id === 2));
      expect(read().map(({ id }) => id)).not.toContain(1);
    },
  );

  it.each(ERAS)(
    "cancels a call that is held for an approval, which then runs only when it comes again (%s)",
    async (era, opening) => {
      const approvals = { channel: "queue", wait: 60_000 } as const;
      const { relayed, server, send, read } = piped({ settings: { approvals } });
      send(...opening);
      await until(() => read().length === opening.length);
      const meta = era === "modern" ? { _meta: MODERN } : {};
      const params = { name: "pay", arguments: { amount: 50 }, ...meta };
      send({ id: 1, method: "tools/call", params });
      await until(async () => (await relayed.runtime.approvals.pending()).length === 1);
      // The approval comes while the cancellation is on its way through the gateway.
      send({ method: "notifications/cancelled", params: { requestId: 1 } });
      await relayed.approveAll();
      send({ id: 2, method: "tools/list", params: { ...meta } });
      await until(() => read().some(({ id }) => id === 2));
      expect(server.calls).toEqual([]);
      send({ id: 3, method: "tools/call", params });
      await until(() => read().some(({ id }) => id === 3));
      expect(server.calls).toHaveLength(1);
      expect(read().map(({ id }) => id)).not.toContain(1);
    },
  );
});
