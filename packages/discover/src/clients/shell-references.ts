import { type Meaning, type Place } from "./fill-in.ts";
import { variable } from "./host.ts";

/**
 * Credentials of the client itself, of clouds and of package registries. A configuration comes with a project that
 * anybody may have written, so that the client sends none of these to a server: they are empty there, set or not.
 */
const KEPT =
  /^(?:ANTHROPIC|AWS|AZURE|CLAUDE|CLOUDSDK|GOOGLE|NPM)_|^(?:HTTPS?|ALL)_PROXY$|^NODE_AUTH_TOKEN$/i;

/** `${NAME}` and `${NAME:-default}`. */
export function shellMeaning(reference: string, { host, isRemote }: Place): Meaning | undefined {
  const [, name, otherwise] = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s.exec(reference) ?? [];
  if (name === undefined) return undefined;
  if (isRemote && KEPT.test(name)) return { text: "" };
  const value = variable(host, name);
  if (value !== undefined) return { text: value, variable: name };
  return otherwise === undefined ? undefined : { text: otherwise };
}
