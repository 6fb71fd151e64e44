import type { SourceNode } from "@capfence/core/source";
import { DEFAULT_APPROVALS, DEFAULT_LIMITS, defaultPins } from "./default-settings.ts";
import { given } from "./given.ts";
import { Section } from "./section.ts";
import type { ApprovalSettings, LimitSettings, PinSettings } from "./settings.ts";
import type { SettingsSource } from "./settings-source.ts";

/** Every key of `pin`. */
export const PIN_KEYS: readonly string[] = ["file", "mode"];
/** Every key of `approvals`. */
export const APPROVAL_KEYS: readonly string[] = ["channel", "approver", "wait"];
/** Every key of `limits`. */
export const LIMIT_KEYS: readonly string[] = [
  "message",
  "depth",
  "concurrent",
  "concurrent_per_principal",
  "calls_per_minute",
  "sessions",
  "session_idle",
  "answer",
];

/** Reads `pin`: a mapping, the path of the lock file, or `off`. */
export function readPins(node: SourceNode | undefined, source: SettingsSource): PinSettings {
  const pins = defaultPins(source.file);
  if (node?.value === "off") return { ...pins, mode: "off" };
  if (typeof node?.value === "string" && node.value !== "")
    return { ...pins, file: source.resolve(node.value) };
  const section = new Section(node, PIN_KEYS, source);
  return {
    ...pins,
    ...given({
      file: section.path("file"),
      mode: section.oneOf("mode", ["first-use", "locked", "off"]),
    }),
  };
}

/** Reads `approvals`. */
export function readApprovalSettings(
  node: SourceNode | undefined,
  source: SettingsSource,
): ApprovalSettings {
  const section = new Section(node, APPROVAL_KEYS, source);
  return {
    ...DEFAULT_APPROVALS,
    ...given({
      channel: section.oneOf("channel", ["auto", "queue"]),
      approver: section.text("approver"),
      wait: section.duration("wait", 0),
    }),
  };
}

/** Reads `limits`. */
export function readLimits(node: SourceNode | undefined, source: SettingsSource): LimitSettings {
  const section = new Section(node, LIMIT_KEYS, source);
  return {
    ...DEFAULT_LIMITS,
    ...given({
      messageSize: section.size("message"),
      depth: section.count("depth", 512),
      concurrent: section.count("concurrent", 1_000_000),
      concurrentPerPrincipal: section.count("concurrent_per_principal", 1_000_000),
      callsPerMinute: section.count("calls_per_minute", 1_000_000_000),
      sessions: section.count("sessions", 1_000_000),
      sessionIdle: section.duration("session_idle"),
      answer: section.duration("answer"),
    }),
  };
}
