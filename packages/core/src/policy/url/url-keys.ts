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
  /** Here stands the path of a local socket, which replaces the host. */
  | "socket"
  | "other";

const oneOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

const HOSTS = oneOf(
  `url uri href link endpoint webhook callback host hostname fqdn ip ipaddress proxy baseurl baseuri
   redirect`,
);
const MAYBE = oneOf(
  `address addr domain server origin site website homepage target remote peer gateway upstream backend
   referer referrer authority resolve resolver dns nameserver`,
);
const PLACES = oneOf(
  "destination dest source src location loc from to next page resource input node ref path",
);
const SCHEMES = oneOf("scheme protocol");
/** Words after a name that leave its meaning: `url_list`, `hostName`, `endpointAddress`. */
const TRAILERS = oneOf("list string str text value name param template override");
const LONGEST_KEY = 64;
/** No key without one of these says anything, which is most keys, and soon known. */
const PARTS = new RegExp(
  [...HOSTS, ...MAYBE, ...PLACES, ...SCHEMES, "prox", "port", "socket", "ur[il]"].join("|"),
  "i",
);

/** What a key says of its value, whatever its case and style: `webhookUrl`, `base-urls`, `CALLBACK_URI`. */
export function readUrlKey(key: string): UrlKey {
  const end = key.slice(-LONGEST_KEY);
  if (!PARTS.test(end)) return "other";
  const words = wordsOf(end);
  while (words.length > 1 && TRAILERS.has(words.at(-1) ?? "")) words.pop();
  const last = singular(words.at(-1) ?? "");
  if (SOCKET.test(last) || SOCKET.test(`${words.at(-2) ?? ""}_${last}`)) return "socket";
  if (HOSTS.has(last) || /(?<!^c)ur[il]$/.test(last)) return "host";
  if (MAYBE.has(last)) return "maybe";
  if (last === "port") return "port";
  if (SCHEMES.has(last)) return "scheme";
  return PLACES.has(last) ? "place" : "other";
}

const SOCKET = /^(?:socket_?path|(?:unix|uds)_?socket)$/;
const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

function wordsOf(key: string): string[] {
  return (key.match(WORD) ?? []).map((word) => word.toLowerCase());
}

function singular(word: string): string {
  if (word.endsWith("addresses")) return word.slice(0, -2);
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}
