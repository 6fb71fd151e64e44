import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** A policy as people write them: it reads arguments, and would deny or ask for what nobody here calls. */
export const POLICY = `version: 1
tools:
  "mcp:*": mcp.method
  look_up: records.read
  remove: records.delete
deny:
  - id: secrets
    capability: records.*
    args: { /name: { matches: "^secret-" } }
    reason: nobody may
require_approval:
  - id: removals
    capability: records.delete
    reason: somebody has to look
allow: [mcp.*, records.read]
`;

/** More than anybody can make. */
const MANY = 1_000_000;

/** Writes a configuration, its log in a file beside it; only the limit on calls is not the default. */
export function gatewayConfig(folder: string, upstream: object, port?: number): string {
  const policy = join(folder, "policy.yaml");
  writeFileSync(policy, POLICY);
  const file = join(folder, "capfence.mcp.yaml");
  const config = {
    listen: port === undefined ? "stdio" : { host: "127.0.0.1", port },
    policy,
    upstreams: { null: upstream },
    storage: join(folder, "audit.db"),
    limits: { calls_per_minute: MANY, concurrent_per_principal: 256 },
  };
  // JSON is YAML.
  writeFileSync(file, JSON.stringify(config));
  return file;
}
