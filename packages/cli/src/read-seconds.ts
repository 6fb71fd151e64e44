import { InvalidArgumentError } from "commander";
import { parseDuration } from "./timestamp.ts";

/** Reads an option that says how long something lasts, in seconds. */
export function readSeconds(text: string): number {
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : parseDuration(text);
  if (seconds !== undefined && seconds >= 1) return seconds;
  throw new InvalidArgumentError("expected seconds from 1, or how long: 30m, 2h, 7d");
}
