import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const documents = globSync(
  [
    "README.md",
    "CONTRIBUTING.md",
    "docs/**/*.md",
    "packages/*/README.md",
    "policies/README.md",
    "policies/*/README.md",
  ],
  { cwd: root },
);

interface Block {
  readonly language: string;
  readonly text: string;
}

/** A folder in which a document's blocks run one after the other, as its reader would run them. */
class Desk {
  // Beside an example, so that snippets find the packages it depends on.
  readonly folder = mkdtempSync(join(root, "examples/walkthroughs/.docs-"));
  #snippets = 0;
  output = "";

  constructor() {
    const command = join(this.folder, "bin/capfence");
    mkdirSync(dirname(command));
    const main = join(root, "packages/cli/src/main.ts");
    writeFileSync(
      command,
      `#!/bin/sh\nexec "${process.execPath}" --conditions=@capfence/source "${main}" "$@"\n`,
    );
    chmodSync(command, 0o755);
  }

  work({ language, text }: Block): void {
    if (language === "yaml") this.#writePolicy(text);
    else if (language === "ts") this.#runSnippet(text);
    else if (language === "sh") this.#runCommands(text);
    else if (language === "text") assert.match(this.output, asPattern(text));
  }

  #writePolicy(text: string): void {
    const [, path = "policy.yaml", kind] =
      /^# (\S+\.yaml)(?: \((does not load|fixtures)\))?/.exec(text) ?? [];
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    if (kind === "fixtures") this.#run(`capfence policy test ${path}`, 0);
    else this.#run(`capfence check-policy ${path}`, kind === undefined ? 0 : 2);
  }

  #runSnippet(text: string): void {
    this.#snippets += 1;
    const file = join(this.folder, `snippet-${this.#snippets}.ts`);
    writeFileSync(file, text);
    this.#run(`"${process.execPath}" --conditions=@capfence/source "${file}"`, 0);
  }

  #runCommands(text: string): void {
    const outputs: string[] = [];
    for (const line of text.split("\n").filter((candidate) => candidate.trim() !== "")) {
      const script = /^(?:npx -y pnpm@12|pnpm)(?: -s)? ([\w:-]+)/.exec(line)?.[1];
      if (script !== undefined) assert.ok(scripts().includes(script), `no script "${script}"`);
      else {
        this.#run(line, Number(/# exits (\d)/.exec(line)?.[1] ?? 0));
        outputs.push(this.output);
      }
    }
    this.output = outputs.join("");
  }

  #run(command: string, exit: number): void {
    const {
      HOME: _home,
      CAPFENCE_HOME: _state,
      CAPFENCE_APPROVER_KEYS: _keys,
      XDG_CONFIG_HOME: _config,
      ...environment
    } = process.env;
    const path = [join(this.folder, "bin"), process.env["PATH"]].join(delimiter);
    const result = spawnSync("sh", ["-c", command], {
      cwd: this.folder,
      env: { ...environment, HOME: this.folder, PATH: path, NO_COLOR: "1" },
      encoding: "utf8",
    });
    this.output = result.stdout + result.stderr;
    assert.equal(
      result.status,
      exit,
      `${command}
${this.output}`,
    );
  }
}

function scripts(): readonly string[] {
  const manifest: { readonly scripts: object } = JSON.parse(
    readFileSync(join(root, "package.json"), "utf8"),
  );
  return [...Object.keys(manifest.scripts), "install"];
}

function blocksOf(document: string): readonly Block[] {
  const text = readFileSync(join(root, document), "utf8");
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map((match) => ({
    language: match[1] ?? "",
    text: match[2] ?? "",
  }));
}

/** The text itself, in which `…` stands for anything. */
function asPattern(text: string): RegExp {
  const parts = text
    .trim()
    .split("…")
    .map((part) => part.trim().replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(parts.join("[^]*"));
}

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
});

afterEach(() => rmSync(desk.folder, { recursive: true }));

describe("documentation", () => {
  it.each(documents)(
    "%s does what it says",
    (document) => {
      const known = new Set(["yaml", "ts", "sh", "text"]);
      for (const block of blocksOf(document)) {
        expect([...known]).toContain(block.language);
        desk.work(block);
      }
    },
    120_000,
  );

  it.each(documents)("%s names only commands that exist", (document) => {
    const text = readFileSync(join(root, document), "utf8");
    const help = spawnSync(join(desk.folder, "bin/capfence"), ["--help"], {
      encoding: "utf8",
    }).stdout;
    for (const [, command = ""] of text.matchAll(/`capfence ([a-z][\w-]*)/g))
      expect(help).toMatch(new RegExp(`^\\s+${command}\\b`, "m"));
  });

  it.each(["docs/cli.md", "packages/cli/README.md"])("%s lists every command", (document) => {
    const text = readFileSync(join(root, document), "utf8");
    const help = spawnSync(join(desk.folder, "bin/capfence"), ["--help"], {
      encoding: "utf8",
    }).stdout;
    const [, list = ""] = /\nCommands:\n(.*?)\n\n/s.exec(help) ?? [];
    const commands = [...list.matchAll(/^ {2}(?!help )([a-z][\w-]*)/gm)].map(([, name]) => name);
    expect(commands).toContain("verify-receipt");
    expect(commands.filter((name) => !text.includes(`capfence ${name}`))).toEqual([]);
  });

  it.each(documents)("%s links to files that exist", (document) => {
    const text = readFileSync(join(root, document), "utf8");
    for (const [, link = ""] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
      expect(existsSync(join(root, dirname(document), link))).toBe(true);
  });
});
