import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Block, Desk } from "../desk.ts";

const root = join(import.meta.dirname, "../..");

/** A user's empty project. */
export class Project {
  readonly folder: string = mkdtempSync(join(tmpdir(), "capfence-project-"));

  /** `settings` is its `.npmrc`. */
  constructor(settings: string) {
    this.#write(".npmrc", settings);
    // What was published a moment ago is what is wanted; a framework that builds something need not do so here.
    this.#write("pnpm-workspace.yaml", "minimumReleaseAge: 0\nstrictDepBuilds: false\n");
    this.#write("tsconfig.json", JSON.stringify({ compilerOptions }));
  }

  /** Installs packages, by name and version. Throws with what the package manager says if it cannot. */
  install(dependencies: Readonly<Record<string, string>>): void {
    this.#write("package.json", JSON.stringify({ private: true, type: "module", dependencies }));
    const { status, stdout, stderr } = spawnSync(
      "pnpm",
      ["install", "--prefer-offline", "--no-frozen-lockfile"],
      { cwd: this.folder, encoding: "utf8", env: { ...process.env, CI: "true" } },
    );
    if (status !== 0) throw new Error(`the packages do not install:\n${stdout}${stderr}`);
    // The types of Node are what every project with TypeScript has.
    symlinkSync(join(root, "node_modules/@types"), join(this.folder, "node_modules/@types"));
  }

  /** Problems that the compiler finds in our declarations and in these programs; those of a framework are its own. */
  typeProblems(programs: readonly string[]): readonly string[] {
    const files = programs.map((text, index) => {
      this.#write(`program-${index}.ts`, text);
      return `program-${index}.ts`;
    });
    this.#write("tsconfig.json", JSON.stringify({ compilerOptions, files }));
    const { stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", this.folder], {
      cwd: this.folder,
      encoding: "utf8",
    });
    const lines = stdout.split("\n").filter((line) => /^\S.*error TS\d+/.test(line));
    return lines.filter((line) => /^program-|@capfence/.test(line.split("(")[0] ?? ""));
  }

  /** Runs the blocks of a document. Throws where one does not do what the document says. */
  follow(blocks: readonly Block[]): void {
    const desk = new Desk(this.folder, `"${process.execPath}"`);
    for (const block of blocks) desk.work(block);
  }

  version(name: string): string {
    const file = join(this.folder, "node_modules", name, "package.json");
    return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }
}

const compilerOptions = {
  module: "nodenext",
  target: "es2023",
  lib: ["es2024", "dom", "dom.iterable"],
  strict: true,
  types: ["node"],
  noEmit: true,
  skipLibCheck: false,
};
