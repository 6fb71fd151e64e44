import { openSync, closeSync, fsyncSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { canonicalJson, CapabilitySystem, type Json } from "@capfence/core";
import { parse } from "yaml";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { parseByIndent } from "../format/parse-by-indent.ts";
import { moveFile, removeIfThere } from "../keys/replace-file.ts";
import { readTextFile } from "../read-text-file.ts";
import { ApproversSection } from "./approvers-section.ts";

/** Changes the `approvals:` of a policy's file, at once and for good. Nothing changes where the policy would not load, or would mean something else besides. */
export function changeApprovers(file: string, change: (section: ApproversSection) => void): void {
  const text = readTextFile("policy", file, { ignoreBOM: true });
  new CapabilitySystem().loadPolicyTextAt(file, text);
  const document = parseByIndent(text);
  change(new ApproversSection(document));
  const changed = isJson(text)
    ? `${JSON.stringify(document.toJS(), undefined, 2)}\n`
    : document.toString({ lineWidth: 0, flowCollectionPadding: false });
  new CapabilitySystem().loadPolicyTextAt(file, changed);
  if (besidesApprovers(changed) !== besidesApprovers(text))
    throw new CommandFailure(
      EXIT.unusable,
      `${file}: it could not be changed without changing more; edit it by hand`,
    );
  replacePolicy(realpathSync(file), changed);
}

function besidesApprovers(text: string): string {
  const value: unknown = parse(text, { version: "1.2", merge: false });
  const { approvals: _approvals, ...rest } = value as Record<string, Json>;
  return canonicalJson(rest);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whoever could read the policy before can do so after. */
function replacePolicy(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = openSync(draft, "wx", statSync(path).mode & 0o777);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    moveFile(draft, path);
  } catch (cause) {
    removeIfThere(draft);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandFailure(EXIT.unusable, `cannot write the policy "${path}": ${reason}`, {
      cause,
    });
  }
}
