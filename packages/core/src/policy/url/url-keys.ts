/** What the name of an argument says of its value. */
export type UrlKey =
  /** A URL or a host stands here. */
  | "host"
  /** A URL or a host stands here if the value looks like one. */
  | "maybe"
  /** Here stands a URL or a host only if the value is an address. */
  | "place"
  | "port"
  | "scheme"
  | "other";

const oneOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

const HOSTS = oneOf(
  `url uri href link endpoint webhook callback host hostname fqdn ip ipaddress proxy baseurl baseuri
   redirect`,
);
const MAYBE = oneOf(
  `address addr domain server origin site website homepage target remote peer gateway upstream backend
   referer referrer authority`,
);
const PLACES = oneOf(
  "destination dest source src location loc from to next page resource input node ref path",
);
const SCHEMES = oneOf("scheme protocol");
/** Words after a name that leave its meaning: `url_list`, `hostName`, `endpointAddress`. */
const TRAILERS = oneOf("list string str text value name param template override");
const LONGEST_KEY = 128;

/** What a key says of its value, whatever its case and style: `webhookUrl`, `base-urls`, `CALLBACK_URI`. */
export function readUrlKey(key: string): UrlKey {
  const words = wordsOf(key.slice(-LONGEST_KEY));
  while (words.length > 1 && TRAILERS.has(words.at(-1) ?? "")) words.pop();
  const last = singular(words.at(-1) ?? "");
  if (HOSTS.has(last) || /(?<!^c)ur[il]$/.test(last)) return "host";
  if (MAYBE.has(last)) return "maybe";
  if (last === "port") return "port";
  if (SCHEMES.has(last)) return "scheme";
  return PLACES.has(last) ? "place" : "other";
}

function wordsOf(key: string): string[] {
  const parts = key
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  return parts.filter((word) => word !== "");
}

function singular(word: string): string {
  if (word.endsWith("addresses")) return word.slice(0, -2);
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}
