import type { EventView } from "../payload/event-view.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { foldText, LONGEST_FOLDED, needsNormalizing } from "../payload/text.ts";
import { addressPrivacy, parseAddress } from "./address.ts";
import { readUrl, type UrlReading } from "./read-url.ts";
import { namePrivacy } from "./special-names.ts";
import { readPlaces } from "./url-places.ts";

/** The URLs that texts mention, and whether there are more than were looked at. */
export interface Mentions {
  readonly urls: readonly UrlReading[];
  readonly overflow: boolean;
}

const MOST_MENTIONS = 4000;
const MOST_DISTINCT = 1000;
const LONGEST_SCHEME = 32;
const LONGEST_ENCODED = 128;
const SCHEME_CHARACTER = /[a-z0-9+.-]/i;
/** `://`, also percent-encoded (twice and more) as inside another URL, and with JSON's `\/`. */
const SEPARATOR = /:\/\/|(?::|%(?:25){0,4}3a)(?:\\?\/|%(?:25){0,4}2f)(?:\\?\/|%(?:25){0,4}2f)/gi;
const AUTHORITY =
  /^(?:[^\s"'<>`/?#()[\]{}|,;]{0,255}@)?(?:\[[^\s\]]{1,64}\](?::\d{1,5})?|[^\s"'<>`/?#()[\]{}|,;\\]{1,255})/;

/** Every URL in the texts of a call, wherever it stands. */
export function readMentions(view: EventView): Mentions {
  let left = LONGEST_FOLDED;
  let unfoldable = false;
  const texts: string[] = [];
  for (const text of view.texts) {
    texts.push(text);
    if (!needsNormalizing(text)) continue;
    const folded = foldText(text, left);
    left -= text.length;
    if (folded === undefined) unfoldable = true;
    else texts.push(folded);
  }
  const mentions = findMentions(texts);
  return unfoldable ? { ...mentions, overflow: true } : mentions;
}

function findMentions(texts: readonly string[]): Mentions {
  const found = new Map<string, UrlReading | undefined>();
  let left = MOST_MENTIONS;
  for (const text of texts)
    for (const separator of text.matchAll(SEPARATOR)) {
      left -= 1;
      if (left < 0 || found.size > MOST_DISTINCT) return { urls: known(found), overflow: true };
      const url = urlAround(text, separator.index, separator[0]);
      if (url !== undefined && !found.has(url)) found.set(url, readUrl(url));
    }
  return { urls: known(found), overflow: false };
}

const known = (found: ReadonlyMap<string, UrlReading | undefined>): readonly UrlReading[] =>
  [...found.values()].filter((url) => url !== undefined);

/** The scheme and the authority around a separator. */
function urlAround(text: string, at: number, separator: string): string | undefined {
  let start = at;
  while (at - start < LONGEST_SCHEME && SCHEME_CHARACTER.test(text[start - 1] ?? "")) start -= 1;
  while (start < at && !/[a-z]/i.test(text[start] ?? "")) start += 1;
  if (start === at) return undefined;
  const end = at + separator.length;
  const rest = separator.includes("%")
    ? decodeAscii(text.slice(end, end + LONGEST_ENCODED))
    : text.slice(end, end + 512);
  const authority = AUTHORITY.exec(rest)?.[0];
  return authority === undefined ? undefined : `${text.slice(start, at)}://${authority}`;
}

/** Percent-encoded ASCII undone, however often it was encoded; what is not well formed stays. */
function decodeAscii(text: string): string {
  return text.replace(/%(?:25){0,4}([0-7][0-9a-f])/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

/** Whether the URLs of a call hold others to which a server may redirect, and how sure it is that those are not public. */
export function readRedirects(view: EventView): ReadonlyMap<UrlReading, Truth> {
  const { urls } = view.once(readPlaces);
  return new Map(
    urls.map((url) => [url, /[%=]|:\/\//.test(url.tail) ? redirectPrivacy(url.tail) : FALSE]),
  );
}

/** `?next=http://127.0.0.1` and `/fetch/http://127.0.0.1`. */
function redirectPrivacy(tail: string): Truth {
  const { urls, overflow } = findMentions([tail]);
  let privacy: Truth = overflow ? UNCERTAIN : FALSE;
  for (const url of urls) if (url.privacy > privacy) privacy = url.privacy;
  return hasPrivateParameter(tail) ? TRUE : privacy;
}

const PARAMETER =
  /(?:[=&?#]|%(?:25){0,4}3d)(?:[/\\]|%(?:25){0,4}2f){0,2}(\[[0-9a-f:.]{2,45}\]|[a-z0-9.-]{1,253})(?=[:/&#;\\%]|$)/gi;

/** A parameter may give a host without a scheme: `?host=10.0.0.1`. */
function hasPrivateParameter(tail: string): boolean {
  for (const [, value = ""] of tail.matchAll(PARAMETER)) {
    const host = value.toLowerCase().replace(/^\[|\]$/g, "");
    const address = parseAddress(host);
    // One word is a word: `?type=internal`.
    const named = host.includes(".") || host === "localhost";
    if (address !== undefined && addressPrivacy(address) === TRUE) return true;
    if (address === undefined && named && namePrivacy(host) === TRUE) return true;
  }
  return false;
}
