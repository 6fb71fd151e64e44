import type { GatewayLog } from "./log.ts";

/** How much is said, from least to most. */
const LOG_LEVELS = ["silent", "error", "warn", "info"] as const;

/** How much is said. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What lines are made of; their time and their words come first. */
type Facts = Readonly<Record<string, unknown>>;

/**
 * Writes lines of JSON: time, level, message, and the facts that were given. A stream that nobody reads any more is no
 * reason to stop.
 */
export function jsonLog(
  stream: NodeJS.WritableStream,
  level: LogLevel,
  clock: () => number,
): GatewayLog {
  stream.on("error", () => {});
  const most = LOG_LEVELS.indexOf(level);
  const at = (name: Exclude<LogLevel, "silent">) => {
    if (LOG_LEVELS.indexOf(name) > most) return () => {};
    return (message: string, facts: Facts = {}): void => {
      const time = new Date(clock()).toISOString();
      stream.write(`${lineOf({ time, level: name, message, ...facts })}\n`);
    };
  };
  return { error: at("error"), warn: at("warn"), info: at("info") };
}

/** One line, with whatever could act on a terminal spelled out. */
function lineOf(facts: Facts): string {
  return JSON.stringify(facts, readable).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, spellOut);
}

function readable(_key: string, value: unknown): unknown {
  if (value instanceof Error) return value.message;
  return typeof value === "bigint" ? String(value) : value;
}

function spellOut(character: string): string {
  let spelled = "";
  for (let index = 0; index < character.length; index += 1)
    spelled += `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  return spelled;
}
