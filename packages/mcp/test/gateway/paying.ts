import { Relayed, type Relaying } from "./relayed.ts";
import { ScriptedUpstream } from "./scripted-upstream.ts";

/** `pay` runs up to 10, with an approval up to 100; `read` runs; `secret` never does; nobody has thought of `stray`. */
export const PAYING = `
deny:
  - { id: too-much, capability: payments.pay, amount_gt: 100, reason: nobody pays that much }
  - { id: private, capability: mcp.resources.read, args: { /uri: { starts_with: "file:///private" } } }
  - { id: unseen, capability: mcp.resources.subscribe, args: { /uri: { starts_with: "file:///private" } } }
require_approval:
  - { id: much, capability: payments.pay, amount_gt: 10, reason: a human looks at large sums }
  - { id: watched, capability: mcp.resources.subscribe, args: { /uri: { starts_with: "file:///watched" } } }
allow:
  - payments.pay
  - files.read
  - mcp.resources
  - { capability: mcp.prompts.get, args: { /name: { in: [greet] } } }
  - { capability: mcp.completion.complete, args: { /ref/name: { in: [greet] } } }
tools:
  pay: payments.pay
  read: files.read
  secret: secrets.read
  a__pay: payments.pay
  a__read: files.read
  b__pay: payments.pay
  b__read: files.read
  "mcp:resources/read": mcp.resources.read
  "mcp:resources/subscribe": mcp.resources.subscribe
  "mcp:prompts/get": mcp.prompts.get
  "mcp:completion/complete": mcp.completion.complete
`;

/** The tools of the server that most tests have. */
const PAYING_TOOLS: readonly string[] = ["pay", "read", "secret", "stray"];

/** A server that lists `PAYING_TOOLS`, and a gateway before it with the policy `PAYING`. */
export function paying(options: Partial<Relaying> = {}): {
  readonly relayed: Relayed;
  readonly server: ScriptedUpstream;
} {
  const server = new ScriptedUpstream("bank", PAYING_TOOLS);
  const relayed = new Relayed({ policy: PAYING, upstreams: [server], ...options });
  return { relayed, server };
}
