import { createHash } from "node:crypto";
import { basename } from "node:path";
import type { UpstreamSettings } from "@capfence/mcp/gateway";

/** A server by its command line, with the name that it has where nobody gives it one. */
export function wrappedServer(
  [command = "", ...args]: readonly string[],
  name: string = nameOf(command, args),
): ReadonlyMap<string, UpstreamSettings> {
  // Whoever puts the gateway before a command of theirs expects it to run as it did; what is said to CapFence itself,
  // such as with which passphrase to sign, is not for a server.
  const environment = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !entry[0].startsWith("CAPFENCE_"),
  );
  return new Map([[name, { kind: "stdio", command, args, env: Object.fromEntries(environment) }]]);
}

/** Arguments may be secret, and a name stands in the lock file, the log and telemetry. */
function nameOf(command: string, args: readonly string[]): string {
  const digest = createHash("sha256")
    .update(JSON.stringify([command, ...args]))
    .digest("hex");
  return `${basename(command)}-${digest.slice(0, 16)}`;
}
