import { parseArgsStringToArgv } from "string-argv";
import { childEnvironment, UPSTREAM_NAME, upstreamUrlFault } from "@capfence/mcp/gateway";
import type { UpstreamSettings } from "@capfence/mcp/gateway";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";

/** Reads the values of `--upstream`: `URL`, `NAME=URL`, or `NAME=stdio:COMMAND ARGS`. Throws `CommandFailure`. */
export function readUpstreamFlags(
  values: readonly string[],
  environment: NodeJS.ProcessEnv,
): ReadonlyMap<string, UpstreamSettings> {
  const upstreams = new Map<string, UpstreamSettings>();
  for (const value of values) {
    const [, given, place = ""] = /^(?:([^=:/]*)=)?(.*)$/s.exec(value) ?? [];
    const settings = settingsOf(place, given, environment);
    const name = given ?? nameOf(settings);
    if (!UPSTREAM_NAME.test(name))
      throw failure(
        `"${name}" is not the name of an upstream; use a-z, 0-9 and "-", with a letter first`,
      );
    if (upstreams.has(name))
      throw failure(`there are two of the name "${name}"; write NAME=URL to tell them apart`);
    upstreams.set(name, settings);
  }
  return upstreams;
}

function settingsOf(
  place: string,
  name: string | undefined,
  environment: NodeJS.ProcessEnv,
): UpstreamSettings {
  if (!place.startsWith("stdio:")) {
    const fault = upstreamUrlFault(place);
    if (fault === undefined) return { kind: "http", url: place, headers: {} };
    // The value itself may hold a secret.
    throw failure(
      `${name === undefined ? "it" : `"${name}"`} ${fault}; write URL, NAME=URL or NAME=stdio:"COMMAND ARGS"`,
    );
  }
  const [command, ...args] = parseArgsStringToArgv(place.slice("stdio:".length));
  if (command === undefined)
    throw failure('stdio: is followed by no command; write NAME=stdio:"COMMAND ARGS"');
  return { kind: "stdio", command, args, env: childEnvironment({}, environment) };
}

/** The name of an upstream that nobody has named: its host, as far as it can be a name. */
function nameOf(settings: UpstreamSettings): string {
  if (settings.kind === "stdio")
    throw failure('a command needs a name; write NAME=stdio:"COMMAND ARGS"');
  const host = new URL(settings.url).host.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return /^[a-z]/.test(host) ? host : `at-${host.replace(/^-/, "")}`;
}

function failure(message: string): CommandFailure {
  return new CommandFailure(EXIT.unusable, `--upstream: ${message}`);
}
