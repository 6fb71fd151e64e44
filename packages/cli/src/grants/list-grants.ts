import { allGrants, type ApprovedGrant, findGrant, grantStateAt } from "@capfence/core";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { LogOption } from "../log/log-place.ts";
import { openLog } from "../log/open-log.ts";
import { printable, printableJson, printableValue, shortened } from "../printable.ts";
import { printTable } from "../print-table.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { showDistance } from "../timestamp.ts";
import { describeGrant, endorsersOf, grantStateOf } from "./describe-grant.ts";

/** What `capfence grants list` takes. */
export interface ListGrantsOptions extends LogOption {
  readonly all?: boolean;
  readonly json?: boolean;
}

const HEAD = ["id", "agent_id", "capability", "environment", "state", "ends", "granted by", "only"];
const CELL_WIDTH = 60;

/** Prints the grants in force, or all that there ever were, oldest first. */
export async function listGrants(
  options: ListGrantsOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { output, clock } = terminal;
  const now = clock();
  const storage = await openLog(options, terminal);
  try {
    const grants = (await allGrants(storage)).filter(
      (grant) => options.all === true || isOpen(grant, now),
    );
    if (options.json === true)
      for (const grant of grants)
        printLine(output, printableJson({ ...grant, state: grantStateAt(grant, now) }));
    else if (grants.length === 0)
      printLine(output, options.all === true ? "nothing was ever granted" : "no grant is in force");
    else
      printTable(
        output,
        HEAD,
        grants.map((grant) => cellsOf(grant, now, output)),
      );
    return EXIT.done;
  } finally {
    await storage.close();
  }
}

/** Prints everything there is to know of one grant. */
export async function showGrant(
  id: string,
  options: LogOption & { readonly json?: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const { output, clock } = terminal;
  const grant = await readGrant(id, options, terminal);
  const json = (): string => printableJson({ ...grant, state: grantStateAt(grant, clock()) });
  printLine(output, options.json === true ? json() : describeGrant(grant, clock(), output));
  return EXIT.done;
}

/** The grant with an id. Throws `CommandFailure` where there is none. */
export async function readGrant(
  id: string,
  options: LogOption,
  terminal: Terminal,
): Promise<ApprovedGrant> {
  const storage = await openLog(options, terminal);
  try {
    const grant = await findGrant(storage, id);
    if (grant !== undefined) return grant;
    throw new CommandFailure(
      EXIT.finding,
      `there is no grant "${printable(id)}"; capfence grants list --all shows all`,
    );
  } finally {
    await storage.close();
  }
}

function isOpen(grant: ApprovedGrant, now: number): boolean {
  const state = grantStateAt(grant, now);
  return state === "active" || state === "incomplete";
}

function cellsOf(
  grant: ApprovedGrant,
  now: number,
  output: NodeJS.WritableStream,
): readonly string[] {
  const { id, actor, capability, environment, session, tool, conditions, digest, breakGlass } =
    grant;
  const state = grantStateOf(grant, now);
  const only = [
    ...(session === undefined ? [] : [`session ${session}`]),
    ...(tool === undefined ? [] : [`tool ${tool}`]),
    ...(digest === undefined ? [] : ["one call"]),
    ...(conditions === undefined ? [] : Object.keys(conditions)),
  ];
  return [
    printableValue(id),
    cell(actor),
    cell(capability),
    cell(environment),
    breakGlass === true ? styled(output, ["bold", "red"], `BREAK-GLASS ${state}`) : state,
    isOpen(grant, now) ? `in ${showDistance(grant.expiresAt - now)}` : "",
    cell(endorsersOf(grant)),
    cell(only.join(", ")),
  ];
}

function cell(value: unknown): string {
  return shortened(printableValue(value), CELL_WIDTH);
}
