import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { suggestion } from "@capfence/core/source";
import { type Command, Option } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { FIXTURES_FILE } from "../fixtures/find-fixtures.ts";
import { packFiles } from "../init/pack-files.ts";
import { packFixtures } from "../init/pack-fixtures.ts";
import { listPacks, type Pack, PACKS_FOLDER, type Variant, VARIANTS } from "../init/packs.ts";
import { printable, printableJson } from "../printable.ts";
import { alignColumns } from "../table.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";

interface InitOptions {
  readonly pack?: string;
  readonly variant: Variant;
  readonly out: string;
  readonly withTests?: boolean;
  readonly list?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

const FOR_WRITING = ["variant", "out", "withTests", "force"];

/** Adds `capfence init`; `folder` holds the packs. */
export function addInit(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
  folder: string = PACKS_FOLDER,
): void {
  program
    .command("init")
    .description("write a policy from a pack that CapFence carries; without --pack, list the packs")
    .option("--pack <name>", "the pack")
    .addOption(
      new Option("--variant <name>", "how much runs unattended, or observe to only record")
        .choices(VARIANTS)
        .default("baseline"),
    )
    .option("--out <file>", "where to write the policy", "capfence.yaml")
    .option("--with-tests", `also write the pack's cases to ${FIXTURES_FILE} beside the policy`)
    .option("--list", "list the packs")
    .option("--force", "overwrite files that exist")
    .option("--json", "print the list as JSON")
    .action((options: InitOptions, command: Command) => {
      const toWrite = FOR_WRITING.some((name) => command.getOptionValueSource(name) === "cli");
      finish(init(options, listPacks(folder), toWrite, terminal));
    });
}

/** `toWrite` says that an option is given which only means something where a policy is written. */
function init(
  options: InitOptions,
  packs: readonly Pack[],
  toWrite: boolean,
  terminal: Terminal,
): ExitCode {
  const { list, pack } = options;
  if (pack === undefined && list !== true && toWrite)
    throw new CommandFailure(
      EXIT.unusable,
      "no pack is named; add --pack NAME (capfence init --list shows them)",
    );
  if (list === true || pack === undefined) listThem(packs, options, terminal);
  else writePolicy(packNamed(pack, packs), options, terminal);
  return EXIT.done;
}

function listThem(packs: readonly Pack[], options: InitOptions, { output }: Terminal): void {
  if (options.json === true) {
    const list = packs.map(({ name, description }) => ({ name, description, variants: VARIANTS }));
    printLine(output, printableJson({ packs: list }));
    return;
  }
  if (packs.length === 0) {
    printLine(output, "this installation carries no policy packs");
    return;
  }
  const rows = packs.map(({ name, description }) => [name, description].map(printable));
  printLine(
    output,
    alignColumns([["pack", "for"].map((title) => styled(output, "dim", title)), ...rows]),
  );
  printLine(
    output,
    `\neach has the variants ${VARIANTS.join(", ")}; write one with: capfence init --pack NAME`,
  );
}

function packNamed(name: string, packs: readonly Pack[]): Pack {
  const pack = packs.find((one) => one.name === name);
  if (pack !== undefined) return pack;
  const names = packs.map((one) => one.name);
  throw new CommandFailure(
    EXIT.unusable,
    `there is no pack "${name}"${suggestion(name, names)}; capfence init --list shows them`,
  );
}

function writePolicy(pack: Pack, options: InitOptions, { output }: Terminal): void {
  const { variant, out } = options;
  if (statSync(out, { throwIfNoEntry: false })?.isDirectory() === true)
    throw new CommandFailure(
      EXIT.unusable,
      `"${out}" is a folder; name a file in it, such as --out ${join(out, "capfence.yaml")}`,
    );
  const tests = join(dirname(out), FIXTURES_FILE);
  const fixtures = options.withTests ? packFixtures(pack, variant, basename(out)) : undefined;
  if (fixtures !== undefined && tests === join(out))
    throw new CommandFailure(EXIT.unusable, `the policy cannot be "${out}" beside its own tests`);
  const { policy, extended, folder } = packFiles(pack, variant, out);
  const files: (readonly [string, string])[] = [
    ...[policy, ...extended].map(({ path, text }) => [path, text] as const),
    ...(fixtures === undefined ? [] : [[tests, fixtures.text] as const]),
  ];
  writeFiles(files, options.force === true);
  printLine(output, `wrote ${printable(out)}: pack ${pack.name}, ${variant}`);
  if (extended.length > 0)
    printLine(output, `wrote ${printable(folder)}: ${extended.length} policies that it extends`);
  if (fixtures !== undefined)
    printLine(output, `wrote ${printable(tests)}: ${fixtures.cases} cases`);
  const readme = join(pack.folder, "README.md");
  const commands = [
    `capfence check-policy ${out}`,
    ...(fixtures === undefined ? [] : [`capfence policy test ${tests}`]),
  ];
  printLine(output, `\nwhat to adapt: ${printable(nearest(readme))}\nthen:`);
  for (const command of commands) printLine(output, `  ${printable(command)}`);
}

/** Writes all of them or none: a file that exists is left as it is, unless that is forced. */
function writeFiles(files: readonly (readonly [string, string])[], force: boolean): void {
  const there = force ? undefined : files.find(([file]) => existsSync(file));
  if (there !== undefined) throw exists(there[0]);
  for (const [file, text] of files) {
    let folderStands = false;
    try {
      mkdirSync(dirname(file), { recursive: true });
      folderStands = true;
      writeFileSync(file, text, { flag: force ? "w" : "wx" });
    } catch (cause) {
      if (folderStands && (cause as NodeJS.ErrnoException).code === "EEXIST") throw exists(file);
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CommandFailure(EXIT.unusable, `cannot write "${file}": ${reason}`, { cause });
    }
  }
}

function exists(file: string): CommandFailure {
  return new CommandFailure(
    EXIT.finding,
    `"${file}" exists and was left as it is; use --out for another name, or --force to overwrite it`,
  );
}

function nearest(file: string): string {
  const nearby = relative("", file);
  return nearby.length < file.length ? nearby : file;
}
