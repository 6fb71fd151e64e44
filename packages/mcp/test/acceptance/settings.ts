/** `pay` runs up to 10, with an approval up to 1000; `ask` and `late` run with an approval; `stray` is in no policy. */
export const POLICY = `
approval_timeout_seconds: 600
deny:
  - { id: too-much, capability: bank.pay, amount_gt: 1000, reason: nobody pays that much }
  - bank.secret
require_approval:
  - { id: large, capability: bank.pay, amount_gt: 10, reason: a human looks at large sums }
  - bank.ask
  - bank.approved
allow: [bank, mcp.elicitation]
tools:
  pay: bank.pay
  read: bank.read
  ask: bank.ask
  secret: bank.secret
  change: bank.change
  late: bank.approved.late
  die: bank.die
  half: bank.half
  long: bank.long
  latin: bank.latin
  silent: bank.silent
  wrong: bank.wrong
  flood: bank.flood
  breed: bank.breed
  "mcp:elicitation/create": mcp.elicitation
`;

/** The configuration of a gateway that listens before these servers. */
export function serving(upstreams: object, more: object = {}): string {
  return JSON.stringify({ policy: "policy.yaml", listen: "127.0.0.1:0", upstreams, ...more });
}
