import type { SourceNode } from "@capfence/core/source";
import type { SettingsSource } from "./settings-source.ts";

const REFERENCE = /\$\$\{|\$\{([^}]*)\}?/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * A text with every `${NAME}` filled in from the environment and `$${` as `${`; undefined where that is a problem,
 * which is then reported. What was filled in is never part of a message.
 */
export function fillIn(text: string, node: SourceNode, source: SettingsSource): string | undefined {
  let whole = true;
  const filled = text.replace(REFERENCE, (match, name: string | undefined) => {
    if (match === "$${") return "${";
    const value = name === undefined ? undefined : source.environment[name];
    if (value !== undefined && value !== "" && match.endsWith("}")) return value;
    whole = false;
    source.report(node, fault(match, name ?? ""));
    return "";
  });
  return whole ? filled : undefined;
}

/** Whether a text has something that looks as if it were to be filled in. */
export function refersToEnvironment(text: string): boolean {
  return /(?<!\$)\$\{[A-Za-z_][A-Za-z0-9_]*\}/.test(text);
}

function fault(match: string, name: string): string {
  // What is not closed, or no name, may be part of a secret.
  if (!match.endsWith("}") || !NAME.test(name))
    return 'has a "${" that begins no ${NAME}; write $${ for the characters themselves';
  return `the environment variable "${name}" is not set; set it, or write $\${ for the characters themselves`;
}
