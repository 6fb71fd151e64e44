import { keyOf, type SourceEntry, type SourceNode } from "@capfence/core/source";
import { childEnvironment } from "./child-environment.ts";
import { isLoopback } from "./loopback.ts";
import { mappingOf, readSecret, Section } from "./section.ts";
import type { HttpUpstreamSettings, StdioUpstreamSettings, UpstreamSettings } from "./settings.ts";
import type { SettingsSource } from "./settings-source.ts";
import { UPSTREAM_NAME } from "./upstream-name.ts";
import { upstreamUrlFault } from "./upstream-url.ts";

/** Every key of an upstream. */
export const UPSTREAM_KEYS: readonly string[] = ["command", "args", "env", "cwd", "url", "headers"];

const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
/** Headers that are for the gateway to send, in lower case. */
const OWN_HEADERS =
  /^(?:host|connection|content-length|content-type|transfer-encoding|accept|accept-encoding|last-event-id|mcp-.*)$/;

/** Reads `upstreams`, the servers behind the gateway by their names. */
export function readUpstreams(
  node: SourceNode | undefined,
  source: SettingsSource,
): ReadonlyMap<string, UpstreamSettings> {
  const upstreams = new Map<string, UpstreamSettings>();
  for (const entry of mappingOf(node, source) ?? []) {
    if (!UPSTREAM_NAME.test(entry.name))
      source.report(
        keyOf(entry),
        `"${entry.name}" is not the name of an upstream; use a-z, 0-9 and "-", with a letter first`,
      );
    const upstream = readUpstream(entry.node, source);
    if (upstream !== undefined) upstreams.set(entry.name, upstream);
  }
  return upstreams;
}

function readUpstream(node: SourceNode, source: SettingsSource): UpstreamSettings | undefined {
  const section = new Section(node, UPSTREAM_KEYS, source);
  if (section.node === undefined) return undefined;
  const isHttp = section.at("url") !== undefined;
  if (isHttp === (section.at("command") !== undefined))
    return source.report(
      node,
      `has ${isHttp ? "both command and" : "neither command nor"} url; an upstream has one of them`,
    );
  const others = isHttp ? ["args", "env", "cwd"] : ["headers"];
  for (const entry of node.entries)
    if (others.includes(entry.name))
      source.report(
        keyOf(entry),
        `is not for an upstream with ${isHttp ? "a url" : "a command"}; remove it`,
      );
  return isHttp ? readHttp(section, source) : readStdio(section, source);
}

function readStdio(section: Section, source: SettingsSource): StdioUpstreamSettings | undefined {
  const command = section.text("command");
  const env = readPairs(section.at("env"), source, envFault);
  const cwd = section.path("cwd");
  const args = section.at("args") === undefined ? [] : section.texts("args");
  if (command === undefined || args === undefined) return undefined;
  return {
    kind: "stdio",
    // A name is looked for in PATH; what is written as a path is one beside the file.
    command: /^\.{1,2}[/\\]/.test(command) ? source.resolve(command) : command,
    args,
    env: childEnvironment(env, source.environment),
    ...(cwd === undefined ? {} : { cwd }),
  };
}

function readHttp(section: Section, source: SettingsSource): HttpUpstreamSettings | undefined {
  const url = section.secret("url");
  const node = section.at("url") as SourceNode;
  const headers = readPairs(section.at("headers"), source, headerFault);
  if (url === undefined) return undefined;
  const fault = upstreamUrlFault(url);
  if (fault !== undefined) return source.report(node, fault);
  const { protocol, hostname, href } = new URL(url);
  if (protocol === "http:" && !isLoopback(hostname) && Object.keys(headers).length > 0)
    source.warn(
      node,
      "sends its headers over plain http, where anybody on the way can read them; use https",
    );
  return { kind: "http", url: href, headers };
}

/** Reads names and values that may be secret. */
function readPairs(
  node: SourceNode | undefined,
  source: SettingsSource,
  faultOf: (name: string, value: string) => string | undefined,
): Readonly<Record<string, string>> {
  const pairs = (mappingOf(node, source) ?? []).map((entry): readonly [string, string] => {
    const value = readSecret(entry.node, source) ?? "";
    reportFault(entry, faultOf(entry.name, value), source);
    return [entry.name, value];
  });
  return Object.fromEntries(pairs);
}

function reportFault(entry: SourceEntry, fault: string | undefined, source: SettingsSource): void {
  if (fault !== undefined) source.report(keyOf(entry), fault);
}

function envFault(name: string, value: string): string | undefined {
  if (name === "" || /[=\0]/.test(name))
    return `"${name}" is not the name of an environment variable`;
  return value.includes("\0")
    ? "its value has a NUL character, which no environment can hold"
    : undefined;
}

function headerFault(name: string, value: string): string | undefined {
  if (!HEADER_NAME.test(name)) return `"${name}" is not the name of a header`;
  if (OWN_HEADERS.test(name.toLowerCase()))
    return "is a header that the gateway sets itself; remove it";
  return /[^\t\x20-\x7e\x80-\xff]/.test(value)
    ? "its value has a character that no header can hold, such as a line break"
    : undefined;
}
