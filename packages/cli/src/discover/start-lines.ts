import type { FoundServer } from "@capfence/discover";
import { printable } from "../printable.ts";
import { shellWord } from "../receipt/shell-word.ts";
import { maskedUrl, maskedValue, maskedWords } from "./masked.ts";

/**
 * What would be started or called, whole: whoever agrees must see the end of a long command line too. Only what looks
 * like a secret is cut short.
 */
export function startLines(
  title: string,
  [first, ...others]: readonly [FoundServer, ...FoundServer[]],
): readonly string[] {
  const { settings, given, behind } = first;
  const places = [first, ...others].map(placeOf);
  const lines = [`  ${title}`, ...places.map((place) => `    named by  ${place}`)];
  if (settings?.kind === "http") {
    lines.push(`    calls     ${printable(maskedUrl(settings.url))}`);
    const headers = Object.keys(settings.headers);
    if (headers.length > 0) lines.push(`    sending   ${printable(headers.join(", "))}`);
  } else if (settings !== undefined) {
    const words = maskedWords([settings.command, ...settings.args]).map(quoted);
    lines.push(`    starts    ${words.join(" ")}`);
    if (settings.cwd !== undefined) lines.push(`    in        ${printable(settings.cwd)}`);
    // What it gets as this process has it is not of the configuration.
    for (const [key, value] of Object.entries(settings.env))
      if (process.env[key] !== value)
        lines.push(`    setting   ${printable(`${key}=${maskedValue(key, value)}`)}`);
  }
  if (lines.some((line) => line.includes("…")))
    lines.push("    hiding    (…) what looks like a secret; see the file if you do not know it");
  if (given.length > 0) lines.push(`    given     ${printable(given.join(", "))}`);
  if (behind !== undefined)
    lines.push("    behind    CapFence, as it says: it lists what that lets through");
  return lines;
}

function placeOf({ origin: { client, file, line } }: FoundServer): string {
  if (file === undefined) return printable(client);
  return printable(`${client}, ${file}${line === undefined ? "" : `:${line}`}`);
}

/** A word as a shell reads it, or as JSON where there is something in it that nobody could see. */
function quoted(word: string): string {
  return shellWord(word) ?? printable(JSON.stringify(word));
}
