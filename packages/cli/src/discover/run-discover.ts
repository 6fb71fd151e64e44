import {
  assess,
  CLIENT_NAMES,
  type DiscoveryReport,
  findServers,
  type FoundServer,
  isAtLeast,
  reachServers,
  type ReachedServer,
  readToolFile,
  whyNotListed,
} from "@capfence/discover";
import { suggestion } from "@capfence/core/source";
import { statSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { packageVersion } from "../package-version.ts";
import { printable } from "../printable.ts";
import { readInput } from "../read-input.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { agreeOn } from "./agree-on.ts";
import type { DiscoverOptions } from "./discover-options.ts";
import { isAskedFor, namedServers } from "./named-servers.ts";
import { stopSignal } from "./stop-signal.ts";
import { checkFiles, writeReport } from "./write-report.ts";

/** The most bytes that definitions on standard input may have. */
const LARGEST = 64 * 1024 * 1024;

/** Finds servers, asks those that somebody agrees to, and reports what their tools could do. */
export async function runDiscover(
  command: readonly string[],
  options: DiscoverOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  checkFiles(options);
  const named = namedServers(command, options.url ?? []);
  if (options.offline === true && named.length > 0)
    throw new CommandFailure(
      EXIT.unusable,
      "--offline asks no server; leave out the command and --url, or name definitions with --tools FILE",
    );
  const files = await readFiles(options.tools ?? [], terminal);
  const found = [...configured(command, options, terminal), ...named];
  const agreed = await agreeOn(found, options, terminal);
  tellProgress(agreed, terminal);
  const stop = stopSignal(terminal);
  const { servers } = await reachServers(found, {
    client: { name: "capfence", version: packageVersion() },
    agree: (server) => agreed.has(server),
    timeout: options.timeout * 1000,
    stop: stop.signal,
  }).finally(stop.end);
  if (stop.signal.aborted) throw new CommandFailure(EXIT.finding, "stopped; nothing is reported");
  const report = assess({ servers: [...servers, ...files] });
  writeReport(report, options, terminal);
  return exitCodeOf(report, options, terminal);
}

/** What configurations name: those of all clients, unless somebody has said what they want to know of. */
function configured(
  command: readonly string[],
  { client, config = [], url = [], tools = [], project }: DiscoverOptions,
  { home = homedir() }: Terminal,
): readonly FoundServer[] {
  const isNamed = [command, config, url, tools].some(({ length }) => length > 0);
  const clients = client ?? (isNamed ? [] : undefined);
  for (const name of client ?? [])
    if (!CLIENT_NAMES.includes(name))
      throw new CommandFailure(
        EXIT.unusable,
        `--client: "${name}" is not a client that is known${suggestion(name, CLIENT_NAMES)}; there are ${CLIENT_NAMES.join(", ")}`,
      );
  if (statSync(project, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new CommandFailure(EXIT.unusable, `--project: there is no folder "${project}"`);
  return findServers({
    home,
    project: resolve(project),
    platform: process.platform,
    environment: process.env,
    files: config.map((file) => resolve(file)),
    ...(clients === undefined ? {} : { clients }),
  });
}

async function readFiles(
  files: readonly string[],
  terminal: Terminal,
): Promise<readonly ReachedServer[]> {
  const servers: ReachedServer[] = [];
  for (const file of files)
    if (file !== "-") servers.push(...readToolFile(resolve(file)));
    else {
      // There is one standard input.
      // oxlint-disable-next-line no-await-in-loop
      const text = await readInput("definitions of tools", file, LARGEST, terminal);
      servers.push(...readToolFile("stdin", text));
    }
  return servers;
}

function tellProgress(agreed: ReadonlySet<FoundServer>, { errors }: Terminal): void {
  if ((errors as { readonly isTTY?: unknown }).isTTY !== true || agreed.size === 0) return;
  const names = [...new Set(Array.from(agreed, ({ name }) => printable(name)))];
  printLine(errors, styled(errors, "dim", `asking ${names.join(", ")} ...`));
}

/** What cannot be asked is input that cannot be read, if it was named on the command line or --fail-on counts on it. */
function exitCodeOf(
  { servers, findings }: DiscoveryReport,
  { failOn, offline }: DiscoverOptions,
  { errors }: Terminal,
): ExitCode {
  const failed = servers.filter(
    ({ server }) => server.state === "failed" && isAskedFor(server.origin),
  );
  for (const { server } of failed)
    printLine(errors, printable(`capfence: ${server.name}: ${whyNotListed(server)}`));
  if (failed.length > 0) return EXIT.unusable;
  if (failOn === undefined) return EXIT.done;
  if (findings.some(({ severity }) => isAtLeast(severity, failOn))) return EXIT.finding;
  // A server that crashes when it is looked at must not pass for one without findings; --offline is asked for.
  const states = offline === true ? ["failed"] : ["failed", "unasked"];
  const unknown = servers.filter(({ server }) => states.includes(server.state));
  if (unknown.length === 0) return EXIT.done;
  printLine(
    errors,
    `capfence: --fail-on cannot say that there is nothing: the tools of ${unknown.length} of ${servers.length} servers are not known`,
  );
  return EXIT.unusable;
}
