import type { Declared, Pair } from "../clients/server-entry.ts";
import type { PlainSecret, ServerOrigin } from "../inventory/inventory.ts";
import { holdsCredential, isSecretName, isUsedValue, withoutReferences } from "./credential.ts";
import { secretsOfUrl } from "./url-parts.ts";

/** Where secrets stand in the entry of a server in plain text. */
export function plainSecrets(
  { command, args, env, headers, others, url }: Declared,
  origin: ServerOrigin,
): readonly PlainSecret[] {
  const words: readonly Pair[] = [{ name: "command", value: command, line: origin.line }, ...args];
  const held: readonly (readonly [string, number | undefined])[] = [
    ...[...env, ...headers, ...others]
      .filter(({ name, value }) => isSecret(name, value))
      .map(({ name, line }) => [name, line] as const),
    ...secretsOfUrl(withoutReferences(url)).map((one) => [one, origin.line] as const),
    ...words.flatMap((word, index) => secretsOfWord(word, words[index - 1])),
  ];
  return held.map(([name, line]) => ({
    held: name,
    origin: { ...origin, ...(line === undefined ? {} : { line }) },
  }));
}

function isSecret(name: string, value: string): boolean {
  const text = withoutReferences(value);
  return (
    holdsCredential(text) ||
    secretsOfUrl(text).some((one) => one.startsWith("user")) ||
    (isSecretName(name) && isUsedValue(value))
  );
}

/** Secrets in an argument: after an option, after `NAME=`, after `Header:`, in a URL, or as they are. */
function secretsOfWord(
  { name, value, line }: Pair,
  before: Pair | undefined,
): readonly (readonly [string, number | undefined])[] {
  const option = /^-{1,2}[A-Za-z][\w-]*$/.exec(before?.value ?? "")?.[0];
  if (option !== undefined && isSecretName(option) && !value.startsWith("-") && isUsedValue(value))
    return [[option, line]];
  const [, key, rest] = /^(-{0,2}[A-Za-z][\w-]{0,99})\s{0,9}[=:](?!\/\/)(.+)$/s.exec(value) ?? [];
  if (key !== undefined && rest !== undefined && isSecret(key, rest)) return [[key, line]];
  // Much looks like a URL that is none, such as `C:\path`, and what has no scheme is looked at below.
  const isWeb = /^https?:/i.test(value);
  const inUrl = secretsOfUrl(withoutReferences(value)).find(
    (one) => one !== "URL" && (isWeb || !one.startsWith("path")),
  );
  if (inUrl !== undefined) return [[`${name}: ${inUrl}`, line]];
  return holdsCredential(withoutReferences(value)) ? [[name, line]] : [];
}
