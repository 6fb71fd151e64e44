import { recordIn } from "@capfence/core";
import type { Command } from "commander";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { readFilter } from "../log/log-filter.ts";
import { LOG_OPTION, type LogOption, logPlace } from "../log/log-place.ts";
import { openLog } from "../log/open-log.ts";
import { readWhole } from "../log/read-whole.ts";
import { printable, printableJson, printableValue, shortened } from "../printable.ts";
import { printTable } from "../print-table.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { showMoment } from "../timestamp.ts";
import { dateOf } from "../tokens/date-of.ts";
import { revocationFacts, revocationWords } from "../tokens/revocations.ts";
import { type SeenToken, SeenTokens } from "../tokens/seen-tokens.ts";

interface ListOptions extends LogOption {
  readonly since: string;
  readonly json?: boolean;
}

const HEAD = ["id", "issuer", "actors", "last used", "revoked"];
const CELL_WIDTH = 60;
const OF_LATE = "7d";

/** Adds `capfence token list`. */
export function addTokenList(
  token: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  token
    .command("list")
    .description(
      "list the tokens that calls came with of late, and those that were revoked, newest first",
    )
    .option(...LOG_OPTION)
    .option(
      "--since <time>",
      "only from then on: 2026-01-31, 2026-01-31T12:00Z, or how long ago: 15m, 24h, 7d",
      OF_LATE,
    )
    .option("--json", "print them as JSON, one a line")
    .action(async (options: ListOptions) => finish(await listTokens(options, terminal)));
}

async function listTokens(options: ListOptions, terminal: Terminal): Promise<ExitCode> {
  const { output, errors } = terminal;
  const { since = 0 } = readFilter({ since: options.since }, terminal);
  const seen = new SeenTokens(since);
  const storage = await openLog(options, terminal);
  try {
    const intact = await readWhole(storage, (entry) => seen.add(recordIn(entry)));
    const tokens = seen.with(await storage.all("token"));
    if (options.json === true)
      for (const token of tokens) printLine(output, printableJson(asJson(token)));
    else if (tokens.length === 0)
      printLine(
        output,
        `no call came with a token, and none was revoked, since ${showMoment(since)}`,
      );
    else
      printTable(
        output,
        HEAD,
        tokens.map((token) => cellsOf(token, output)),
      );
    if (intact) return EXIT.done;
    printLine(
      errors,
      `the log is damaged; capfence verify --audit-log "${logPlace(options, terminal).name}" says where`,
    );
    return EXIT.damaged;
  } finally {
    await storage.close();
  }
}

function cellsOf(
  { id, issuer, actors, used, revoked }: SeenToken,
  output: NodeJS.WritableStream,
): readonly string[] {
  const parent = revoked === undefined || revoked.id === id ? "" : ` (with ${revoked.id})`;
  return [
    printable(id),
    cell(issuer),
    shortened((actors ?? []).map(printableValue).join(" > "), CELL_WIDTH),
    used === undefined
      ? ""
      : `${showMoment(used.at)}${used.authorized ? "" : " (not let through)"}`,
    revoked === undefined
      ? ""
      : styled(
          output,
          "red",
          shortened(`${revocationWords(revoked)}${printable(parent)}`, 2 * CELL_WIDTH),
        ),
  ];
}

function cell(value: unknown): string {
  return value === undefined ? "" : shortened(printableValue(value), CELL_WIDTH);
}

function asJson({ id, ids, issuer, actors, used, revoked }: SeenToken): object {
  return {
    id,
    ids,
    issuer,
    actors,
    lastUsed: used && dateOf(used.at),
    authorized: used?.authorized,
    revoked: revoked && { id: revoked.id, at: dateOf(revoked.time), ...revocationFacts(revoked) },
  };
}
