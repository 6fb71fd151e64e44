import { MODERN } from "./raw-client.ts";

/** Calls that reach the server if anything of them is believed that must not be. */
const READ = { name: "read", arguments: {} };

const request = (method: string, params: unknown, more: object = {}): string =>
  JSON.stringify({ jsonrpc: "2.0", id: 1, method, params, ...more });

const text = (params: string): string =>
  `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${params}}`;

/** Messages that no server may get, by what is wrong with them, and the code that they are refused with. */
export const HOSTILE: readonly (readonly [string, string, number])[] = [
  [
    "half a message",
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read"',
    -32_700,
  ],
  ["no JSON", "read me", -32_700],
  ["a name twice", text('{"name":"read","arguments":{},"name":"secret"}'), -32_700],
  [
    "a name twice, once in escapes",
    text(String.raw`{"name":"read","arguments":{},"n\u0061me":"secret"}`),
    -32_700,
  ],
  ["an argument twice", text('{"name":"pay","arguments":{"amount":1,"amount":900}}'), -32_700],
  [
    "a method twice",
    '{"jsonrpc":"2.0","id":1,"method":"tools/list","method":"tools/call","params":{"name":"read"}}',
    -32_700,
  ],
  ["a batch", `[${request("tools/call", READ)},${request("tools/call", READ)}]`, -32_600],
  ["a batch of one", `[${request("tools/call", READ)}]`, -32_600],
  ["an empty batch", "[]", -32_600],
  ["an unknown method", request("tools/run", READ), -32_601],
  ["a method in other letters", request("Tools/Call", READ), -32_601],
  ["a method with a space", request("tools/call ", READ), -32_601],
  ["a method of servers", request("sampling/createMessage", {}), -32_601],
  ["no version", '{"id":1,"method":"tools/call","params":{"name":"read"}}', -32_600],
  [
    "another version",
    '{"jsonrpc":"1.0","id":1,"method":"tools/call","params":{"name":"read"}}',
    -32_600,
  ],
  ["an id that is null", request("tools/call", READ, { id: null }), -32_600],
  ["an id that is an object", request("tools/call", READ, { id: {} }), -32_600],
  ["an id with a fraction", request("tools/call", READ, { id: 1.5 }), -32_600],
  ["a result besides", request("tools/call", READ, { result: {} }), -32_600],
  ["parameters in a list", request("tools/call", ["read"]), -32_602],
  ["no tool", request("tools/call", { arguments: {} }), -32_602],
  ["a tool that is no text", request("tools/call", { name: ["read"] }), -32_602],
  ["a tool with a NUL", request("tools/call", { name: "read\u0000" }), -32_602],
  ["arguments in a list", request("tools/call", { name: "read", arguments: ["x"] }), -32_602],
  ["arguments as text", request("tools/call", { name: "read", arguments: "{}" }), -32_602],
  [
    "a number that no double holds",
    text('{"name":"pay","arguments":{"amount":9007199254740993}}'),
    -32_700,
  ],
  ["a number without end", text('{"name":"pay","arguments":{"amount":1e999}}'), -32_700],
  ["half a surrogate", text(String.raw`{"name":"read","arguments":{"x":"\ud800"}}`), -32_700],
  [
    "values nested too deeply",
    text(`{"name":"read","arguments":{"x":${"[".repeat(70)}${"]".repeat(70)}}}`),
    -32_700,
  ],
  ["a method of the policy's own names", request("mcp:elicitation/create", {}), -32_601],
  [
    "a tool of the policy's own names",
    request("tools/call", { name: "mcp:elicitation/create" }),
    -32_602,
  ],
  [
    "a resource that is in no policy",
    request("resources/read", { uri: "file:///etc/passwd" }),
    403,
  ],
  ["a tool that is denied", request("tools/call", { name: "secret" }), -32_602],
  ["a tool that is in no policy", request("tools/call", { name: "stray" }), -32_602],
  ["a tool that nobody has", request("tools/call", { name: "nothing" }), -32_602],
  ["a name that objects have anyway", request("tools/call", { name: "__proto__" }), -32_602],
  [
    "an envelope without capabilities",
    request("tools/call", {
      ...READ,
      _meta: { "io.modelcontextprotocol/protocolVersion": "2026-07-28" },
    }),
    -32_602,
  ],
  [
    "a version of nobody",
    request("tools/call", {
      ...READ,
      _meta: { ...MODERN, "io.modelcontextprotocol/protocolVersion": "2030-01-01" },
    }),
    -32_022,
  ],
  [
    "a handshake in an envelope",
    request("initialize", { protocolVersion: "2025-11-25", _meta: MODERN }),
    -32_601,
  ],
];
