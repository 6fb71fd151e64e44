import { TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { type Address, addressPrivacy, parseAddress } from "./address.ts";
import { namePrivacy } from "./special-names.ts";

/** A host as the URL standard reads it. */
export interface HostReading {
  /** In lower case, without a final dot, internationalised names in their ASCII form; undefined where it has none. */
  readonly name: string | undefined;
  readonly address: Address | undefined;
  /** Whether it is other than a public host. */
  readonly privacy: Truth;
  /** Why other programs may read another host, to follow "the host". */
  readonly doubt: string | undefined;
}

/** No number, so that no program takes it for an address, and no letters that need mapping. */
const PLAIN_NAME = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z]{1,63}$/i;
const ASCII_NAME =
  /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const WORD_CHARACTERS = /^[\p{L}\p{M}\p{Nd}._-]+$/u;
/** The two standards for internationalised names map these differently. */
const MAPPED_DIFFERENTLY = /[ßẞς\u200c\u200d]/;
const LONGEST_NAME = 253;
const LONGEST_WRITTEN = 1024;

/** Reads the host of an authority as it is written, an IPv6 address in its brackets. */
export function readHost(written: string): HostReading {
  if (written.length > LONGEST_WRITTEN) return unreadable("is too long");
  const name = written.endsWith(".") ? written.slice(0, -1) : written;
  if (name.length <= LONGEST_NAME && PLAIN_NAME.test(name) && !/xn--/i.test(name))
    return ofName(name.toLowerCase(), undefined);
  const address = parseAddress(written);
  if (address?.kind() === "ipv4") return ofAddress(address, undefined);
  return written.startsWith("[") ? readBracketed(written) : readOther(written);
}

function readBracketed(written: string): HostReading {
  const inner = written.slice(1, -1);
  const plain = parseAddress(inner);
  if (plain !== undefined && written.endsWith("]")) return ofAddress(plain, undefined);
  const mapped = inner.normalize("NFKC").replaceAll("。", ".").replace(/%.*$/s, "");
  const address = parseAddress(mapped);
  if (address === undefined) return unreadable("cannot be read");
  return ofAddress(address, "is spelled in a way that programs read differently");
}

function readOther(written: string): HostReading {
  let name: string;
  try {
    name = new URL(`http://${written}/`).hostname;
  } catch {
    return unreadable("cannot be read");
  }
  if (name.endsWith(".")) name = name.slice(0, -1);
  const address = parseAddress(name);
  if (address !== undefined)
    return ofAddress(address, "is spelled in a way that programs read differently");
  if (name.length > LONGEST_NAME || !ASCII_NAME.test(name))
    return ofName(name, "is no name that the DNS knows");
  return ofName(
    name,
    isPlainlyWritten(written, name) ? undefined : "has characters that programs map differently",
  );
}

function isPlainlyWritten(written: string, name: string): boolean {
  const lower = written.toLowerCase();
  if (lower === name || lower === `${name}.`) return true;
  return (
    WORD_CHARACTERS.test(written) &&
    !MAPPED_DIFFERENTLY.test(written) &&
    lower.normalize("NFKC") === lower
  );
}

function ofAddress(address: Address, doubt: string | undefined): HostReading {
  const privacy = addressPrivacy(address);
  return { name: undefined, address, privacy, doubt };
}

function ofName(name: string, doubt: string | undefined): HostReading {
  const privacy = namePrivacy(name);
  const sure = doubt === undefined || privacy === TRUE;
  return { name, address: undefined, privacy: sure ? privacy : UNCERTAIN, doubt };
}

function unreadable(doubt: string): HostReading {
  return { name: undefined, address: undefined, privacy: UNCERTAIN, doubt };
}
