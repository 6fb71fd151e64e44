import { expect, test } from "vitest";
import { checkEnvelope, checkNotification, eraOf } from "./envelope.ts";
import type { Request } from "./message.ts";

const VERSION = "io.modelcontextprotocol/protocolVersion";
const CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
const INFO = "io.modelcontextprotocol/clientInfo";
const META = { [VERSION]: "2026-07-28", [CAPABILITIES]: {} };
const HEADERS = {
  "mcp-protocol-version": "2026-07-28",
  "mcp-method": "tools/call",
  "mcp-name": "pay",
};
const CALL: Request = { id: 7, method: "tools/call", params: { name: "pay", _meta: META } };

test.for([
  ["modern", { method: "ping", params: { _meta: META } }, {}],
  ["modern", { method: "ping", params: { _meta: { [VERSION]: 5 } } }, {}],
  ["modern", { method: "server/discover" }, {}],
  ["modern", { method: "ping" }, { "mcp-protocol-version": "2026-07-28" }],
  ["legacy", { method: "ping" }, { "mcp-protocol-version": "2025-11-25" }],
  ["legacy", { method: "ping", params: { _meta: { [CAPABILITIES]: {} } } }, {}],
  ["legacy", { method: "initialize", params: {} }, {}],
] as const)("%s is the era of %j with the headers %j", ([era, message, headers]) => {
  expect(eraOf(message, headers)).toBe(era);
});

test("a request that says all it must may pass, over HTTP and without", () => {
  expect(() => checkEnvelope(CALL, HEADERS)).not.toThrow();
  expect(() => checkEnvelope(CALL)).not.toThrow();
  const encoded = { ...HEADERS, "mcp-name": "=?base64?cGF5?=" };
  expect(() => checkEnvelope(CALL, encoded)).not.toThrow();
  const nameless = { ...CALL, params: { _meta: { ...META, [INFO]: { name: "x" } } } };
  const { "mcp-name": _, ...headers } = HEADERS;
  expect(() => checkEnvelope(nameless, headers)).not.toThrow();
});

test.for([
  [-32_602, {}],
  [-32_602, { _meta: { [VERSION]: "2026-07-28" } }],
  [-32_602, { _meta: { [CAPABILITIES]: {} } }],
  [-32_602, { _meta: { ...META, [VERSION]: null } }],
  [-32_602, { _meta: { ...META, [CAPABILITIES]: [] } }],
  [-32_602, { _meta: { ...META, [INFO]: "me" } }],
  [-32_022, { _meta: { ...META, [VERSION]: "2025-11-25" } }],
  [-32_022, { _meta: { ...META, [VERSION]: "2099-01-01" } }],
] as const)("answers %i to the parameters %j", ([code, params]) => {
  expect(() => checkEnvelope({ id: 7, method: "ping", params })).toThrow(
    expect.objectContaining({ code, status: 400, id: 7 }),
  );
});

test("a version that is not spoken is answered with those that are", () => {
  const params = { _meta: { ...META, [VERSION]: "2099-01-01" } };
  const headers = { "mcp-protocol-version": "2099-01-01" };
  expect(() => checkEnvelope({ id: 7, method: "ping", params }, headers)).toThrow(
    expect.objectContaining({ data: { supported: ["2026-07-28"], requested: "2099-01-01" } }),
  );
});

test.for([
  { "mcp-protocol-version": undefined },
  { "mcp-protocol-version": "2025-11-25" },
  { "mcp-method": undefined },
  { "mcp-method": "Tools/Call" },
  { "mcp-name": undefined },
  { "mcp-name": "pay2" },
  { "mcp-name": "=?base64?cGF5?" },
  { "mcp-name": "=?base64?cGF?=" },
])("a call with the headers %j is refused", (headers) => {
  expect(() => checkEnvelope(CALL, { ...HEADERS, ...headers })).toThrow(
    expect.objectContaining({ code: -32_020, status: 400, id: 7 }),
  );
});

test("a handshake does not belong to the version that a header names", () => {
  const request = { id: 7, method: "initialize", params: {} };
  expect(() => checkEnvelope(request, { "mcp-protocol-version": "2026-07-28" })).toThrow(
    expect.objectContaining({ code: -32_020 }),
  );
});

test("a notification needs no envelope, but may not contradict its headers", () => {
  const headers = { "mcp-protocol-version": "2026-07-28" };
  const params = { _meta: META };
  expect(() => checkNotification({ method: "n" }, headers)).not.toThrow();
  expect(() => checkNotification({ method: "n", params }, {})).not.toThrow();
  const of = (wrong: Record<string, string>) => (): void =>
    checkNotification({ method: "n", params }, { ...headers, ...wrong });
  expect(of({ "mcp-method": "m" })).toThrow(expect.objectContaining({ code: -32_020 }));
  expect(of({ "mcp-protocol-version": "2025-11-25" })).toThrow(
    expect.objectContaining({ code: -32_020 }),
  );
  const unknown = { _meta: { [VERSION]: "2099-01-01" } };
  expect(() => checkNotification({ method: "n", params: unknown }, {})).toThrow(
    expect.objectContaining({ code: -32_022 }),
  );
  expect(() => checkNotification({ method: "n", params: { _meta: { [VERSION]: 1 } } }, {})).toThrow(
    expect.objectContaining({ code: -32_602 }),
  );
});
