import { basename, dirname, join, relative } from "node:path";
import { suggestion } from "@capfence/core/source";
import { type Command, Option } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { FIXTURES_FILE } from "../fixtures/find-fixtures.ts";
import { firstPolicy } from "../init/first-policy.ts";
import { packFiles } from "../init/pack-files.ts";
import { packFixtures } from "../init/pack-fixtures.ts";
import { listPacks, type Pack, PACKS_FOLDER, type Variant, VARIANTS } from "../init/packs.ts";
import { refuseFolder, writeFiles } from "../init/write-files.ts";
import { printable, printableJson } from "../printable.ts";
import { alignColumns } from "../table.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { nobodysKey } from "../tokens/nobodys-key.ts";

interface InitOptions {
  readonly pack?: string;
  readonly variant: Variant;
  readonly out: string;
  readonly policy?: string;
  readonly withTests?: boolean;
  readonly list?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** What only means something where a pack is written. */
const FOR_PACKS = ["variant", "withTests"];
const FOR_WRITING = [...FOR_PACKS, "out", "force"];

/** Adds `capfence init`; `folder` holds the packs. */
export function addInit(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
  folder: string = PACKS_FOLDER,
): void {
  program
    .command("init")
    .description(
      "write a policy: from a pack that CapFence carries, or with --policy alone a first one to edit; without both, list the packs",
    )
    .option("--pack <name>", "the pack")
    .addOption(
      new Option("--variant <name>", "how much runs unattended, or observe to only record")
        .choices(VARIANTS)
        .default("baseline"),
    )
    .option("--out <file>", "where to write the policy", "capfence.yaml")
    .addOption(
      new Option(
        "--policy <file>",
        "write a first policy to edit; with --pack, the same as --out",
      ).conflicts("out"),
    )
    .option("--with-tests", `also write the pack's cases to ${FIXTURES_FILE} beside the policy`)
    .option("--list", "list the packs")
    .option("--force", "overwrite files that exist")
    .option("--json", "print the list as JSON")
    .action((options: InitOptions, command: Command) => {
      const needing = options.policy === undefined ? FOR_WRITING : FOR_PACKS;
      const needsPack = needing.some((name) => command.getOptionValueSource(name) === "cli");
      finish(init(options, listPacks(folder), needsPack, terminal));
    });
}

/** `needsPack` says that an option is given which only means something with a pack. */
function init(
  options: InitOptions,
  packs: readonly Pack[],
  needsPack: boolean,
  terminal: Terminal,
): ExitCode {
  const { list, pack, policy } = options;
  if (pack === undefined && list !== true && needsPack)
    throw new CommandFailure(
      EXIT.unusable,
      "no pack is named; add --pack NAME (capfence init --list shows them), or use --policy FILE alone for a first policy to edit",
    );
  if (list !== true && pack !== undefined)
    writePack(packNamed(pack, packs), { ...options, out: policy ?? options.out }, terminal);
  else if (list !== true && policy !== undefined)
    writeFirst(policy, options.force === true, terminal);
  else listThem(packs, options, terminal);
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

function writeFirst(file: string, force: boolean, { output }: Terminal): void {
  refuseFolder(file);
  writeFiles([[file, firstPolicy(nobodysKey())]], force);
  printLine(output, `wrote ${printable(file)}: it denies everything until you adapt it`);
  printLine(output, "\nmake the key of who issues tokens, and write its public key there:");
  printLine(output, "  capfence approvers add issuer --key issuer.key");
  printLine(output, `then:\n  ${printable(`capfence check-policy ${file}`)}`);
}

function writePack(pack: Pack, options: InitOptions, { output }: Terminal): void {
  const { variant, out } = options;
  refuseFolder(out);
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

function nearest(file: string): string {
  const nearby = relative("", file);
  return nearby.length < file.length ? nearby : file;
}
