import { canonicalJson, CapabilitySystem, type Json } from "@capfence/core";
import { parse } from "yaml";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { formatJson } from "./format-json.ts";
import { formatYaml } from "./format-yaml.ts";

/** What a policy's text may be given besides its form. */
export interface FormatOptions {
  /** Whether to add the line by which editors find the schema; JSON has no place for it. */
  readonly modeline: boolean;
}

/**
 * A policy's text in its canonical form: the same values and comments, with keys and sections in order. Throws
 * where the policy does not load, and where the new text would not mean the same.
 */
export function formatPolicy(path: string, text: string, options: FormatOptions): string {
  const digest = digestOf(path, text);
  const formatted = isJson(text) ? formatJson(text) : formatYaml(text, options);
  if (digestOf(path, formatted) !== digest || valueOf(formatted) !== valueOf(text))
    throw new CommandFailure(
      EXIT.unusable,
      `${path}: its formatted text would not mean the same, so it is left as it is`,
    );
  return formatted;
}

function digestOf(path: string, text: string): string {
  return new CapabilitySystem().loadPolicyTextAt(path, text).digest;
}

/** All that a text holds but comments; the digest leaves out words for people. */
function valueOf(text: string): string {
  const value: unknown = parse(text, { version: "1.2", merge: false, maxAliasCount: -1 });
  return canonicalJson(value as Json);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
