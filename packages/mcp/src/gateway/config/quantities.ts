/** The longest time that a timer of the host can wait, in whole days. */
const LONGEST = 24 * 86_400_000;
const MILLISECONDS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);
const BYTES: ReadonlyMap<string, number> = new Map([
  ["B", 1],
  ["KiB", 1024],
  ["MiB", 1024 ** 2],
]);
/** What a message may have at most; a text that is much longer than this cannot be held. */
const LARGEST = 256 * 1024 ** 2;

/** The milliseconds that a text such as `20s` or `1h` says, up to 24 days; undefined for any other text. */
export function parseDuration(text: string): number | undefined {
  return amount(text, MILLISECONDS, LONGEST);
}

/** The bytes that a text such as `512KiB` or `4MiB` says, up to 256 MiB; undefined for any other text. */
export function parseSize(text: string): number | undefined {
  return amount(text, BYTES, LARGEST);
}

function amount(
  text: string,
  units: ReadonlyMap<string, number>,
  most: number,
): number | undefined {
  const [, digits, unit = ""] = /^(0|[1-9][0-9]{0,9})([A-Za-z]{1,3})$/.exec(text) ?? [];
  const total = Number(digits) * (units.get(unit) ?? Number.NaN);
  return total <= most ? total : undefined;
}
