import { parseAddress } from "./address.ts";
import { type HostReading, readHost } from "./host.ts";
import { TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { portOf } from "./schemes.ts";

/** Where one URL, or one bare host, leads. */
export interface UrlReading {
  readonly text: string;
  /** In lower case; undefined where only the tool knows it, as for a bare host. */
  readonly scheme: string | undefined;
  /** Undefined where the URL names none, or none can be read. */
  readonly host: HostReading | undefined;
  /** Every port it may mean; empty where only the tool knows it. */
  readonly ports: readonly number[];
  /** Whether it leads elsewhere than to a public host. */
  readonly privacy: Truth;
  /** What follows the host: path, query and fragment, which may hold more URLs. */
  readonly tail: string;
  /** Why programs may read it differently, in words that follow "a URL". */
  readonly doubt: string | undefined;
}

/** A longer URL is not read; servers refuse them. */
const LONGEST_URL = 8 * 1024;

const HIERARCHICAL = /^([a-z][a-z0-9+.-]{0,63}):\/\//i;
const BARE_WITH_PORT = /^[^/?#@:[\]\\]+:\d{1,5}(?=[/?#]|$)/;
const ANY_SCHEME = /^([a-z][a-z0-9+.-]{0,63}):/i;
const SPECIAL = /^(?:https?|wss?|ftp)$/;
/** Space, controls and what is not seen; the URL standard drops some of these and other programs do not. */
const UNSEEN = /[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
const PLAIN_USERINFO = /^[\w~-]+(?::[\w~-]*)?$/;
const HIGHEST_PORT = 65_535;
const HOST_AND_PORT = /^(\[[^[\]]*\]|[^:[\]]*)(?::(\d*))?$/;

/** Reads a text that stands where a URL or a host belongs; undefined for a plain path or query, which names no host. */
export function readUrl(text: string): UrlReading | undefined {
  if (text.length > LONGEST_URL)
    return nowhere(text.slice(0, 64), undefined, "is longer than 8 KiB");
  const unseen = UNSEEN.test(text) ? "holds white space or invisible characters" : undefined;
  const clean = unseen === undefined ? text : text.replace(/[\t\n\r]/g, "").trim();
  const doubt = clean.includes("\\") ? "holds a backslash" : unseen;
  return readClean(text, clean.replaceAll("\\", "/"), doubt);
}

function readClean(text: string, clean: string, doubt: string | undefined): UrlReading | undefined {
  const hierarchical = HIERARCHICAL.exec(clean);
  if (hierarchical !== null) {
    const scheme = (hierarchical[1] ?? "").toLowerCase();
    return readRest(text, scheme, clean.slice(hierarchical[0].length), doubt);
  }
  if (clean.startsWith("//")) return readRest(text, undefined, clean.slice(2), "has no scheme");
  if (/^[/?#.]/.test(clean) || clean === "")
    return doubt === undefined ? undefined : nowhere(text, undefined, doubt);
  if (parseAddress(clean) !== undefined) {
    const host = clean.includes(":") ? `[${clean}]` : clean;
    return readRest(text, undefined, host, doubt);
  }
  const scheme = BARE_WITH_PORT.test(clean) ? undefined : ANY_SCHEME.exec(clean)?.[1];
  if (scheme === undefined) return readRest(text, undefined, clean, doubt);
  const known = scheme.toLowerCase();
  const rest = clean.slice(scheme.length + 1);
  // `http:/host` and `http:host` are a host to the URL standard, and a path to others.
  return SPECIAL.test(known)
    ? readRest(text, known, rest, 'has no "//" after its scheme')
    : nowhere(text, known, "has a scheme without a host");
}

/** A socket of this machine, which stands in the place of a host. */
export function readSocket(text: string): UrlReading {
  return { ...nowhere(text, "unix", "is a local socket"), privacy: TRUE };
}

/** Reads what follows the scheme; `doubt` is what is known to be odd already. */
function readRest(
  text: string,
  scheme: string | undefined,
  written: string,
  doubt: string | undefined,
): UrlReading {
  const slashless = SPECIAL.test(scheme ?? "") ? written.replace(/^\/+/, "") : written;
  const end = slashless.search(/[/?#]/);
  const authority = end === -1 ? slashless : slashless.slice(0, end);
  const tail = end === -1 ? "" : slashless.slice(end);
  const local = scheme === "file";
  if (authority === "")
    return local
      ? { text, scheme, host: undefined, ports: [], privacy: TRUE, tail, doubt }
      : nowhere(text, scheme, doubt ?? "names no host");
  const at = authority.lastIndexOf("@");
  const [, name, port] = HOST_AND_PORT.exec(authority.slice(at + 1)) ?? [];
  if (name === undefined) return nowhere(text, scheme, "has a host and port that cannot be read");
  const host = readHost(name);
  return {
    text,
    scheme,
    host,
    ports: readPort(scheme, port),
    privacy: local ? TRUE : host.privacy,
    tail,
    doubt:
      doubt ??
      (slashless === written ? undefined : 'has more than "//" after its scheme') ??
      doubtOf(authority.slice(0, Math.max(at, 0)), at, port, tail) ??
      (host.doubt === undefined ? undefined : `has a host that ${host.doubt}`),
  };
}

function doubtOf(
  userinfo: string,
  at: number,
  port: string | undefined,
  tail: string,
): string | undefined {
  // `user:pass@host` is read alike everywhere; `trusted.example@host` is there to mislead.
  if (at !== -1 && !PLAIN_USERINFO.test(userinfo)) return "has an odd part before its host";
  if (port !== undefined && !(/^[1-9]\d{0,4}$/.test(port) && Number(port) <= HIGHEST_PORT))
    return "has an odd port";
  // Some programs look for the last "@" even behind "?" and "#".
  return /^[?#].*@/s.test(tail) ? 'has an "@" behind its host' : undefined;
}

function readPort(scheme: string | undefined, port: string | undefined): readonly number[] {
  if (port !== undefined && port !== "") return [Number(port)];
  const usual = portOf(scheme);
  return usual === undefined ? [] : [usual];
}

function nowhere(text: string, scheme: string | undefined, doubt: string): UrlReading {
  return { text, scheme, host: undefined, ports: [], privacy: UNCERTAIN, tail: "", doubt };
}
