import { type SourceNode } from "@capfence/core/source";
import { DEFAULT_HTTP } from "./default-settings.ts";
import { given } from "./given.ts";
import { Section } from "./section.ts";
import type { HttpSettings } from "./settings.ts";
import type { SettingsSource } from "./settings-source.ts";

/** Every key of `listen`. */
export const LISTEN_KEYS: readonly string[] = [
  "host",
  "port",
  "path",
  "allowed_hosts",
  "allowed_origins",
];

/** Reads `listen`: `HOST:PORT`, a mapping, or `stdio`, which is undefined. */
export function readListen(
  node: SourceNode | undefined,
  source: SettingsSource,
): HttpSettings | undefined {
  if (node?.value === "stdio") return undefined;
  if (typeof node?.value === "string" || typeof node?.value === "number")
    return { ...DEFAULT_HTTP, ...readAddress(node, source) };
  const section = new Section(node, LISTEN_KEYS, source);
  return {
    ...DEFAULT_HTTP,
    ...given({
      host: readHost(section, source),
      port: section.count("port", 65_535, 0),
      path: readPath(section, source),
      allowedHosts: readAllowed(
        section,
        "allowed_hosts",
        isHost,
        "a host such as gate.example",
        source,
      ),
      allowedOrigins: readAllowed(
        section,
        "allowed_origins",
        isOrigin,
        "an origin such as https://app.example",
        source,
      ),
    }),
  };
}

/** The host and port of `HOST:PORT`; an IPv6 address stands in brackets. Undefined for anything else. */
function parseAddress(text: string): Pick<HttpSettings, "host" | "port"> | undefined {
  const [, bracketed, plain, digits] =
    /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:/[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  return host !== undefined && port <= 65_535 ? { host, port } : undefined;
}

function readAddress(
  node: SourceNode,
  source: SettingsSource,
): Pick<HttpSettings, "host" | "port"> | undefined {
  return (
    parseAddress(node.text) ??
    source.report(
      node,
      `expected HOST:PORT such as 127.0.0.1:8080, a mapping with host and port, or stdio; got ${JSON.stringify(node.text)}`,
    )
  );
}

function readHost(section: Section, source: SettingsSource): string | undefined {
  const host = section.text("host");
  if (host === undefined || /^[^\s/[\]]+$/.test(host)) return host;
  return source.report(
    section.at("host") as SourceNode,
    `${JSON.stringify(host)} is not a name or an address such as 127.0.0.1 or ::1`,
  );
}

function readPath(section: Section, source: SettingsSource): string | undefined {
  const path = section.text("path");
  if (path === undefined || /^\/[A-Za-z0-9._~/-]*$/.test(path)) return path;
  return source.report(
    section.at("path") as SourceNode,
    `${JSON.stringify(path)} is not the path of a URL such as /mcp`,
  );
}

function readAllowed(
  section: Section,
  name: string,
  fits: (text: string) => boolean,
  expected: string,
  source: SettingsSource,
): readonly string[] | undefined {
  const node = section.at(name);
  const texts = section.texts(name);
  for (const [index, text] of texts?.entries() ?? [])
    if (!fits(text))
      source.report(
        node?.items[index] ?? (node as SourceNode),
        `${JSON.stringify(text)} is not ${expected}`,
      );
  return texts?.map((text) => text.toLowerCase());
}

function isHost(text: string): boolean {
  return /^(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/.test(text);
}

function isOrigin(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@]+$/i.test(text);
}
