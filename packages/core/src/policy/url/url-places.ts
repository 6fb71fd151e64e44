import { isJsonObject, type Json, type JsonObject } from "../../encoding/json.ts";
import type { EventView } from "../payload/event-view.ts";
import { pointedAt } from "../payload/json-pointer.ts";
import { parseAddress } from "./address.ts";
import { readSocket, readUrl, type UrlReading } from "./read-url.ts";
import { portOf } from "./schemes.ts";
import { readUrlKey, type UrlKey } from "./url-keys.ts";

/** The URLs and hosts that stand where a payload says where to connect. */
export class UrlPlaces {
  readonly urls: UrlReading[] = [];
  /** There are more than are read. */
  overflow = false;
  /** A path without a host stands where a URL belongs. */
  relative = false;
}

/** More URLs than this in one call are not judged. */
export const MOST_URLS = 256;

const STARTS_AS_URL = /^[\s\p{Cc}\p{Cf}]*[a-z][a-z0-9+.-]{0,63}:[/\\]{2}/iu;
const HOST_LIKE = /[.:]|^localhost$|^0x[0-9a-f]+$|^\d{8,10}$/i;
const ADDRESS_LIKE = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]|localhost)(?::\d{1,5})?(?:\/|$)/i;
const LONGEST_HOST = 1024;
/** Keys are read one by one, so a payload of very many is not judged. */
const MOST_KEYS = 10_000;

/** Reads the declared `url` fields, else every argument whose name or whole value says that it is a URL or a host. */
export function readPlaces(view: EventView): UrlPlaces {
  const reader = new PlaceReader();
  const pointers = view.facts.fields?.url;
  if (pointers === undefined) reader.members(view.event.payload, "other");
  else for (const value of pointedAt(view.event.payload, pointers)) reader.declared(value);
  return reader.places;
}

/** What stands beside a host and completes it. */
interface Siblings {
  readonly scheme: string | undefined;
  readonly port: number | undefined;
  /** Which of them cannot be read, or is there twice. */
  readonly odd: "scheme" | "port" | undefined;
}

const NO_SIBLINGS: Siblings = { scheme: undefined, port: undefined, odd: undefined };
/** `https`, `https:` and `HTTP/1.1`; `https://` is a URL without a host. */
const SCHEME = /^([a-z][a-z0-9+.-]{0,63})(?::|\/\d(?:\.\d)?)?$/i;

class PlaceReader {
  readonly places = new UrlPlaces();
  #keys = 0;

  /** A value at a declared pointer: a URL, or a list of them. */
  declared(value: Json): void {
    if (Array.isArray(value)) for (const item of value as readonly Json[]) this.declared(item);
    else this.#add(typeof value === "string" ? value : JSON.stringify(value), NO_SIBLINGS);
  }

  /** `within` is what the enclosing key says of values whose own keys say nothing. */
  members(object: JsonObject, within: UrlKey): void {
    const keys = Object.keys(object);
    this.#keys += keys.length;
    if (this.#keys > MOST_KEYS) this.places.overflow = true;
    if (this.places.overflow) return;
    const meanings = keys.map((key) => [key, readUrlKey(key)] as const);
    const siblings = siblingsIn(object, meanings);
    for (const [key, meaning] of meanings)
      this.#visit(object[key] as Json, meaning === "other" ? within : meaning, siblings);
  }

  #visit(value: Json, meaning: UrlKey, siblings: Siblings): void {
    if (this.places.overflow) return;
    if (Array.isArray(value))
      for (const item of value as readonly Json[]) this.#visit(item, meaning, siblings);
    else if (isJsonObject(value)) this.members(value, meaning === "host" ? "maybe" : meaning);
    else if (meaning === "socket") this.#socket(value);
    else if (typeof value === "string" && isPlace(value, meaning)) this.#add(value, siblings);
    else if (typeof value === "number" && meaning === "host") this.#add(String(value), siblings);
  }

  #socket(value: Json): void {
    if (value === null || value === false || value === "") return;
    if (this.places.urls.length < MOST_URLS)
      this.places.urls.push(readSocket(JSON.stringify(value)));
    else this.places.overflow = true;
  }

  #add(text: string, siblings: Siblings): void {
    if (this.places.urls.length >= MOST_URLS) {
      this.places.overflow = true;
      return;
    }
    const url = readUrl(text);
    if (url === undefined) this.places.relative ||= text !== "";
    else this.places.urls.push(completed(url, siblings));
  }
}

function isPlace(value: string, meaning: UrlKey): boolean {
  if (meaning === "host") return true;
  if (STARTS_AS_URL.test(value))
    return meaning === "maybe" || meaning === "place" || !/\S\s+\S/.test(value);
  if (value.length > LONGEST_HOST) return false;
  const trimmed = value.trim();
  if (meaning === "place") return ADDRESS_LIKE.test(trimmed) || parseAddress(trimmed) !== undefined;
  if (meaning !== "maybe") return false;
  return !/[\s@]|^[/~.](?!\/)/.test(trimmed) && HOST_LIKE.test(trimmed);
}

function siblingsIn(
  object: JsonObject,
  meanings: readonly (readonly [string, UrlKey])[],
): Siblings {
  let siblings = NO_SIBLINGS;
  for (const [key, meaning] of meanings) {
    const value = object[key] as Json;
    if (meaning === "port" && value !== null) {
      const port = readPort(value);
      const odd = port === undefined || (siblings.port !== undefined && siblings.port !== port);
      siblings = { ...siblings, port, odd: odd ? "port" : siblings.odd };
    } else if (meaning === "scheme" && typeof value === "string" && value !== "") {
      const scheme = SCHEME.exec(value)?.[1]?.toLowerCase();
      const odd = scheme !== (siblings.scheme ?? scheme) || scheme === undefined;
      siblings = { ...siblings, scheme, odd: siblings.odd ?? (odd ? "scheme" : undefined) };
    }
  }
  return siblings;
}

function readPort(value: Json): number | undefined {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && /^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined;
}

function completed(url: UrlReading, { scheme, port, odd }: Siblings): UrlReading {
  if (scheme === undefined && port === undefined && odd === undefined) return url;
  const usual = url.scheme === undefined ? portOf(scheme) : undefined;
  const ports = new Set(url.ports);
  if (port !== undefined) ports.add(port);
  else if (ports.size === 0 && usual !== undefined) ports.add(usual);
  return {
    ...url,
    scheme: url.scheme ?? scheme,
    ports: [...ports],
    doubt:
      url.doubt ??
      // A URL says its scheme itself.
      (odd === undefined || (odd === "scheme" && url.scheme !== undefined)
        ? undefined
        : `has a ${odd} beside it that cannot be read`),
  };
}
