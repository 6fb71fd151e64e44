import { dirname, join, resolve } from "node:path";
import { jsonLog, ServerSet, settingsReader, type UpstreamSettings } from "@capfence/mcp/gateway";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import type { PinOptions, PinTargets } from "../pins/pin-targets.ts";
import type { Terminal } from "../terminal.ts";
import { wrappedServer } from "./wrapped-server.ts";

/** Finds the servers whose tools are pinned, and their lock file: as the gateway that runs before them would. */
export async function findPinTargets(
  { config, policy, lock, name }: PinOptions,
  command: readonly string[],
  terminal: Terminal,
): Promise<PinTargets> {
  if (config === undefined)
    return targets(wrappedServer(command, name), lockFile(lock, policy), false, terminal);
  const { read } = await settingsReader({
    config,
    override: (settings) => settings,
    environment: process.env,
    ...(policy === undefined ? {} : { policy }),
  });
  const { pins, upstreams } = read().settings;
  return targets(upstreams, lock === undefined ? pins.file : resolve(lock), true, terminal);
}

async function targets(
  settings: ReadonlyMap<string, UpstreamSettings>,
  file: string,
  isWhole: boolean,
  { errors, clock }: Terminal,
): Promise<PinTargets> {
  const servers = new ServerSet(jsonLog(errors, "warn", clock));
  (await servers.prepare(settings))();
  return { upstreams: [...servers.upstreams.values()], file, isWhole };
}

function lockFile(lock: string | undefined, policy: string | undefined): string {
  if (lock !== undefined) return resolve(lock);
  if (policy !== undefined) return join(dirname(resolve(policy)), "capfence.mcp-lock.json");
  throw new CommandFailure(
    EXIT.unusable,
    "name the lock file with --lock FILE, or the policy that it stands beside with --policy FILE",
  );
}
