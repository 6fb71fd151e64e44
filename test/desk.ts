import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

const root = join(import.meta.dirname, "..");

/** A fenced block of a document. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** The file of the examples that it is said to be, from the root of the repository. */
  readonly file?: string;
}

/** A folder in which a document's blocks run one after the other, as its reader would run them. */
export class Desk {
  readonly folder: string;
  readonly #node: string;
  #snippets = 0;
  output = "";

  /** `node` is how a file of TypeScript is run. With `bin/capfence` in the folder, policies are checked too. */
  constructor(folder: string, node: string) {
    this.folder = folder;
    this.#node = node;
  }

  work({ language, text, file }: Block): void {
    if (file !== undefined) assert.equal(text, readFileSync(join(root, file), "utf8"), file);
    if (language === "yaml") this.#writePolicy(text);
    else if (language === "js") this.#writeFile(text, text);
    else if (language === "json" && file === undefined)
      this.#writeFile(text, text.replace(/^.*\n/, ""));
    else if (language === "ts") this.#runSnippet(text);
    else if (language === "sh") this.#runCommands(text);
    else if (language === "text") assert.match(this.output, asPattern(text));
  }

  #writePolicy(text: string): void {
    const [, path = "policy.yaml", kind] =
      /^# (\S+\.yaml)(?: \((does not load|fixtures|gateway)\))?/.exec(text) ?? [];
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    if (!existsSync(join(this.folder, "bin/capfence"))) return;
    if (kind === "fixtures") this.#run(`capfence policy test ${path}`, 0);
    else if (kind === "gateway") this.#runGateway(path, text);
    else this.#run(`capfence check-policy ${path}`, kind === undefined ? 0 : 2);
  }

  /** A gateway that nobody speaks to ends; until then it has read its configuration, and all that this names. */
  #runGateway(path: string, text: string): void {
    const filledIn = [...text.matchAll(/\$\{(\w+)\}/g)].map(
      ([, name]) => `${name}=given-to-this-page`,
    );
    this.#run([...filledIn, `capfence mcp serve --config ${path} --stdio`].join(" "), 0);
  }

  /** A file that others read or start; the first line of its block says what it is called. */
  #writeFile(block: string, text: string): void {
    const [, path] = /^\/\/ (\S+\.js(?:on)?)\n/.exec(block) ?? [];
    assert.ok(path !== undefined, "a file must begin with a comment that is its name");
    writeFileSync(join(this.folder, path), text);
  }

  #runSnippet(text: string): void {
    this.#snippets += 1;
    const file = join(this.folder, `snippet-${this.#snippets}.ts`);
    writeFileSync(file, text);
    this.#run(`${this.#node} "${file}"`, 0);
  }

  #runCommands(text: string): void {
    const outputs: string[] = [];
    for (const line of text.split("\n").filter((candidate) => candidate.trim() !== "")) {
      const script = /^(?:npx -y pnpm@12|pnpm)(?: -s)? ([\w:-]+)/.exec(line)?.[1];
      if (script !== undefined) assert.ok(scripts().includes(script), `no script "${script}"`);
      else {
        this.#run(
          line.replace(/^npx capfence /, "capfence "),
          Number(/# exits (\d)/.exec(line)?.[1] ?? 0),
        );
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

/** The blocks of a document, named from the root of the repository. */
export function blocksOf(document: string): readonly Block[] {
  const text = readFileSync(join(root, document), "utf8");
  return [...text.matchAll(/^```(\w+)(?: (examples\/\S+))?\n(.*?)^```$/gms)].map((match) => ({
    language: match[1] ?? "",
    text: match[3] ?? "",
    ...(match[2] === undefined ? {} : { file: match[2] }),
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
