/** A time in milliseconds since the Unix epoch as records have it: RFC 3339 in UTC. */
export function timeText(time: number): string {
  return new Date(time).toISOString();
}
