import { ConfigurationError } from "@capfence/core";
import type { SourceNode } from "@capfence/core/source";
import type { Section } from "./section.ts";
import type { StoredToken } from "./settings.ts";
import type { SettingsSource } from "./settings-source.ts";
import { readHolderFile, storedToken, storedTokenIn } from "./stored-token.ts";

/** Reads `capability_token` or `capability_token_file` of a section of `identity`. */
export type StoredTokenReader = (section: Section) => StoredToken | undefined;

/** What reads the stored tokens of `identity`, those that are bound with the key that its `holder_key` names. */
export function storedTokenReader(identity: Section, source: SettingsSource): StoredTokenReader {
  const node = identity.at("holder_key");
  const file = identity.path("holder_key");
  const holder =
    node === undefined || file === undefined
      ? undefined
      : understood(node, source, () => readHolderFile(file));
  // Without the key that they are bound to, nothing can be said of tokens.
  if (node !== undefined && holder === undefined) return () => undefined;
  return (section) => {
    const inline = section.at("capability_token");
    const fileNode = section.at("capability_token_file");
    if (inline !== undefined && fileNode !== undefined)
      return source.report(fileNode, "stands beside capability_token; leave one of them out");
    const text = section.secret("capability_token");
    if (inline !== undefined && text !== undefined)
      return understood(inline, source, () => storedToken(text.trim(), holder));
    const path = section.path("capability_token_file");
    if (fileNode === undefined || path === undefined) return undefined;
    return understood(fileNode, source, () => storedTokenIn(path, holder));
  };
}

function understood<Value>(
  node: SourceNode,
  source: SettingsSource,
  read: () => Value,
): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return source.report(node, error.message);
  }
}
