import { programOf } from "../clients/program.ts";
import { holdsCredential, isOpaque, isSecretName } from "./credential.ts";
import { HIDDEN } from "../config/hidden.ts";
import { secretsOfUrl, shownUrl } from "./url-parts.ts";

/** Stands for what is hidden while a URL is read, which writes most other characters in another way. */
const HELD = "capfence-hidden";

/** The program of a command, or a URL, without the values of variables that were filled into it, but for places that are no secret. */
export function shownAddress(
  text: string,
  kind: "http" | "stdio",
  used: ReadonlyMap<string, string>,
): string {
  let held = text;
  for (const [name, value] of used)
    if (value !== "" && !isPlace(name, value)) held = held.replaceAll(value, HELD);
  const address = (kind === "http" ? shownUrl(held) : programOf(held)).replaceAll(HELD, HIDDEN);
  return holdsCredential(address) || secretsOfUrl(address).includes("user of the URL")
    ? HIDDEN
    : address;
}

/** Nobody can tell a short secret from a word: what is no folder, host, port or web page may be one. */
function isPlace(name: string, value: string): boolean {
  if (isSecretName(name) || holdsCredential(value) || value.split(/[/\\]/).some(isOpaque))
    return false;
  return (
    /^(?:~|\.{0,2}[/\\]|[A-Za-z]:[/\\])/.test(value) ||
    /^(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d{1,5})?$/.test(value) ||
    /^\d{1,5}$/.test(value) ||
    /^https?:\/\/[^@?#\s]+$/i.test(value)
  );
}
