/**
 * A first policy to edit: two tools, of which one reads and the other moves money, and capability tokens by the issuer
 * with this public key.
 */
export function firstPolicy(issuer: string): string {
  return `# What agents may do. Whatever no rule lets through is denied: a policy that has no rule for a tool denies it.
# Lines after "Adapt:" are for you to change; capfence check-policy says whether the file still loads.

version: 1
name: first

# Every call needs a capability token by one of these issuers: docs/tokens.md. A token only narrows what stands below.
tokens:
  # Adapt: this key is nobody's, so no token is good yet. Make your own, and write its public key here:
  #   capfence approvers add issuer --key issuer.key
  issuers: ${issuer}
  # Adapt: what this gate is called. Tokens for it are made with --audience.
  audience: first-gate
  required: true
  # The most seconds that a token may last. It counts for all tokens, so it is the least of what any tool wants;
  # capfence token mint --ttl makes a token that lasts less.
  longest: 60

# Adapt: the tools, by their names, and what each of them does, in words of your own. All others are denied.
tools:
  database.query: database.query
  payments.refund: payments.refund

require_approval:
  # Refunds: a person looks at each, whoever has a token for it.
  - id: refunds
    capability: payments.refund
    reason: a person looks at every refund

allow:
  # Queries: they run by themselves as long as they only read.
  - id: queries
    capability: database.query
    requires_token: true
    sql:
      statements: [select]
      writes: false
`;
}
