import { decodeLayers } from "./decode-layers.ts";
import { LONGEST_PATH } from "./disguise.ts";
import { hasExpansion } from "./expansion.ts";
import { hasTooManyMarks, withPlainSeparators } from "./look-alikes.ts";

/** Everything a hostile path may turn out to be. */
export interface Spellings {
  readonly texts: readonly string[];
  /** Why it may be something else besides, in words that follow "the path". */
  readonly doubt: string | undefined;
}

const CONTROL = /\p{Cc}/u;
const FILE_URL = /^\s*file:(?:\/\/[^/]*)?/i;
const DRIVE = /^\s*[a-z]:/i;
const URL_SCHEME = /^\s*((?:[a-z][a-z0-9+.-]+:)*[a-z][a-z0-9+.-]+):\/\//i;
/** What these name is not on this host. */
const REMOTE_SCHEMES = new Set("http https ws wss s3 gs ftp sftp ssh git".split(" "));
const NETWORK_SHARE = /^\s*(?:\\\\|\/\\|\\\/)/;
const MAGIC_ROOT = /^\/+proc\/+[^/]+\/+(?:task\/+[^/]+\/+)?root(?=\/|$)/i;
const OWN_HOME = /^\s*\$\{?HOME\}?(?=\/|$)/;

/** Every reading of a path that some host or tool may take. */
export function spellingsOf(text: string): Spellings {
  if (text.length > LONGEST_PATH)
    return { texts: [], doubt: `is longer than ${LONGEST_PATH} characters` };
  if (hasTooManyMarks(text))
    return { texts: [text], doubt: "has more combining marks than any name" };
  const { layers, malformed } = decodeLayers(text);
  const texts = new Set<string>();
  let doubt = malformed ? "has an encoding that is read in more than one way" : undefined;
  for (const layer of layers) {
    doubt ??= doubtOf(layer);
    addForms(layer, texts);
    const plain = hasTooManyMarks(layer) ? layer : withPlainSeparators(layer);
    if (plain !== layer) addForms(plain, texts);
  }
  return { texts: [...texts], doubt };
}

function addForms(text: string, texts: Set<string>): void {
  texts.add(text);
  const home = text.replace(OWN_HOME, "~");
  texts.add(home);
  let path = home;
  if (FILE_URL.test(path)) path = (path.replace(FILE_URL, "").split(/[?#]/)[0] ?? "") || path;
  path = path.replace(DRIVE, "");
  const trimmed = path.split("/").map(trimmedSegment).join("/");
  texts.add(path).add(trimmed);
  for (const one of [path, trimmed])
    if (MAGIC_ROOT.test(one)) texts.add(`/${one.replace(MAGIC_ROOT, "")}`);
}

/** A segment without what Windows and web servers drop: trailing dots and spaces, streams, parameters. */
function trimmedSegment(segment: string): string {
  let end = segment.length;
  const stream = segment.indexOf(":");
  if (stream > 0) end = stream;
  const parameter = segment.indexOf(";");
  if (parameter > 0 && parameter < end) end = parameter;
  const dots = segment.slice(0, end);
  if (dots === "." || dots === "..") return dots;
  while (segment[end - 1] === "." || segment[end - 1] === " ") end -= 1;
  return segment.slice(0, end).trimStart();
}

function doubtOf(text: string): string | undefined {
  if (!text.isWellFormed() || CONTROL.test(text)) return "has control characters";
  if (/^\s*~[^/]/.test(text)) return "may stand for somebody's home directory";
  if (hasExpansion(text.replace(OWN_HOME, ""))) return "has a variable";
  if (NETWORK_SHARE.test(text)) return "is on a network share";
  const scheme = URL_SCHEME.exec(text)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "file" && !REMOTE_SCHEMES.has(scheme))
    return `is a URL of the scheme "${scheme}"`;
  return undefined;
}
