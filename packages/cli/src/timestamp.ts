import { printableValue } from "./printable.ts";

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const MOMENT = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** A recorded time as the tables show it: UTC, to the second. */
export function showTime(time: unknown): string {
  if (typeof time !== "string") return printableValue(time);
  const [, date, clock] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\.\d{3}Z$/.exec(time) ?? [];
  return date === undefined ? printableValue(time) : `${date} ${clock}`;
}

/**
 * A time as users write it, in milliseconds since the Unix epoch: a date, with a time of day if wanted (UTC
 * unless it says otherwise), or how long ago (`90s`, `15m`, `24h`, `7d`). Undefined if it is neither.
 */
export function parseTime(text: string, now: number): number | undefined {
  const ago = parseDuration(text);
  if (ago !== undefined) return now - ago * 1000;
  const [moment, zone] = MOMENT.exec(text) ?? [];
  if (moment === undefined) return undefined;
  const zoned = moment.length > 10 && zone === undefined ? `${moment}Z` : moment;
  const time = Date.parse(zoned.replace(" ", "T"));
  return Number.isNaN(time) ? undefined : time;
}

/** How long something is (`90s`, `15m`, `24h`, `7d`), in seconds; undefined if it is not that. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit = ""] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (UNITS[unit] ?? 0);
}

/** How far a time is ahead, such as `59m`, for people. */
export function showDistance(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const [unit, size] = Object.entries(UNITS).findLast(([, least]) => seconds >= 2 * least) ?? [
    "s",
    1,
  ];
  return `${Math.floor(seconds / size)}${unit}`;
}

/** A time in milliseconds since the Unix epoch as {@link showTime} shows it. */
export function showMoment(time: unknown): string {
  const date = new Date(typeof time === "number" ? time : Number.NaN);
  return Number.isNaN(date.getTime()) ? printableValue(time) : showTime(date.toISOString());
}

/** A time to come, in milliseconds since the Unix epoch: a time as {@link parseTime} reads it, or how long from now. Undefined if it is neither. */
export function parseTimeToCome(text: string, now: number): number | undefined {
  const ahead = parseDuration(text);
  return ahead === undefined ? parseTime(text, now) : now + ahead * 1000;
}
