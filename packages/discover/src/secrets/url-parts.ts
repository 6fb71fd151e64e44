import { HIDDEN } from "../config/hidden.ts";
import { holdsCredential, isOpaque, isSecretName, isUsedValue } from "./credential.ts";

/** A URL without what may be secret in it: user, password, query, fragment, and parts of the path that look random. */
export function shownUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null) return "an unreadable URL";
  const path = url.pathname.split("/").map((part) => (isSecretPart(part) ? HIDDEN : part));
  return `${url.protocol}//${url.host}${path.join("/")}`;
}

/** Where a URL holds secrets, in words. */
export function secretsOfUrl(text: string): readonly string[] {
  const url = URL.parse(text);
  if (url === null) return holdsCredential(text) ? ["URL"] : [];
  const found = url.pathname.split("/").some(isSecretPart) ? ["path of the URL"] : [];
  if (isUsedValue(decoded(url.password)) || holdsCredential(decoded(url.username)))
    found.push("user of the URL");
  for (const [name, value] of url.searchParams)
    if (holdsCredential(value) || (isSecretName(name) && isUsedValue(value)))
      found.push(`${name} in the query of the URL`);
  if (holdsCredential(url.hash)) found.push("fragment of the URL");
  return found;
}

function isSecretPart(part: string): boolean {
  const text = decoded(part);
  return holdsCredential(text) || isOpaque(text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
