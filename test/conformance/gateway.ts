import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Started, start } from "./started.ts";

const COMMAND_LINE: readonly string[] = [
  "--conditions=@capfence/source",
  join(import.meta.dirname, "../../packages/cli/src/main.ts"),
];

/** A server behind the gateway: a URL, or what Node is given to start it. */
export type Upstream = string | readonly string[];

/** A policy for the referee's calls: one that only allows, or one that could also deny, hide and ask. */
export type PolicyName = "open" | "strict";

/** Starts a gateway over HTTP, in a folder of its own, where its log and its approvals are. */
export async function startGateway(upstream: Upstream, policy: PolicyName): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), "capfence-gateway-"));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const config = writeConfig(folder, upstream, policy, { listen: "127.0.0.1:0" });
  try {
    const gateway = await start({
      args: [...COMMAND_LINE, "mcp", "serve", "--config", config],
      cwd: folder,
      says: "stderr",
      url: urlOfLog,
    });
    return { url: gateway.url, stop: () => gateway.stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A gateway that speaks on standard input and output, as another gateway's upstream: what is given to Node. */
export function stdioGateway(upstream: Upstream, policy: PolicyName): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "capfence-gateway-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  if (typeof upstream !== "string") {
    const options = ["--policy", policyFile(policy), "--lock", join(folder, "lock.json")];
    const server = ["--", process.execPath, ...upstream];
    return [...COMMAND_LINE, "mcp", "wrap", ...options, ...server];
  }
  const config = writeConfig(folder, upstream, policy, { listen: "stdio" });
  return [...COMMAND_LINE, "mcp", "serve", "--config", config];
}

function writeConfig(
  folder: string,
  upstream: Upstream,
  policy: PolicyName,
  listen: object,
): string {
  const fixture =
    typeof upstream === "string"
      ? { url: upstream }
      : { command: process.execPath, args: upstream };
  const file = join(folder, "capfence.mcp.yaml");
  // JSON is YAML.
  writeFileSync(
    file,
    JSON.stringify({ ...listen, policy: policyFile(policy), upstreams: { fixture } }),
  );
  return file;
}

function policyFile(policy: PolicyName): string {
  return join(import.meta.dirname, `policies/${policy}.yaml`);
}

/** A line of the gateway's log is JSON; that of its start has the URL it listens at. */
function urlOfLog(line: string): string | undefined {
  if (!line.startsWith("{")) return undefined;
  const { url } = JSON.parse(line) as { readonly url?: unknown };
  return typeof url === "string" ? url : undefined;
}
