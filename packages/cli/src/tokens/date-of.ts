/** A time as JSON has it: a date, or, for what lies beyond all dates, the number. */
export function dateOf(time: number): string | number {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toISOString();
}
