/* oxlint-disable vitest/valid-title -- what is tested is data */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { blocksOf, Desk } from "./desk.ts";

const root = join(import.meta.dirname, "..");
const main = join(root, "packages/cli/src/main.ts");
let helpText: string | undefined;

/** What `capfence --help` prints. */
export function helpOfCommand(): string {
  helpText ??= spawnSync(process.execPath, ["--conditions=@capfence/source", main, "--help"], {
    encoding: "utf8",
  }).stdout;
  return helpText;
}

/** The packages for a framework, whose snippets import it. */
const adapters = new Set(
  Object.keys(
    (
      JSON.parse(readFileSync(join(root, "examples/agents/package.json"), "utf8")) as {
        readonly dependencies: Readonly<Record<string, string>>;
      }
    ).dependencies,
  )
    .filter((name) => name.startsWith("@capfence/") && name !== "@capfence/core")
    .map((name) => `${name.replace("@capfence", "packages")}/README.md`),
);

/** Other documents whose snippets import frameworks. */
const FOR_AGENTS = new Set(["docs/frameworks.md", "docs/mcp-gateway.md"]);

let desk: Desk | undefined;

/** The desk of the test that runs, beside an example, so that snippets find the packages it depends on. */
function sitDown(document: string): Desk {
  const isForAgents = adapters.has(document) || FOR_AGENTS.has(document);
  const example = isForAgents ? "agents" : "walkthroughs";
  const folder = mkdtempSync(join(root, "examples", example, ".docs-"));
  const command = join(folder, "bin/capfence");
  mkdirSync(dirname(command));
  const node = `"${process.execPath}" --conditions=@capfence/source`;
  writeFileSync(command, `#!/bin/sh\nexec ${node} "${main}" "$@"\n`);
  chmodSync(command, 0o755);
  symlinkSync(process.execPath, join(folder, "bin/node"));
  desk = new Desk(folder, node);
  return desk;
}

/** Declares the tests of documents, named from the root of the repository: they do what they say, and name what exists. */
export function describeDocuments(name: string, documents: readonly string[]): void {
  describe(name, () => {
    afterEach(() => {
      if (desk !== undefined) rmSync(desk.folder, { recursive: true });
      desk = undefined;
    });

    it.each(documents)(
      "%s does what it says",
      (document) => {
        const known = new Set(["yaml", "ts", "js", "json", "sh", "text"]);
        const reader = sitDown(document);
        for (const block of blocksOf(document)) {
          // What nothing runs here must be a file that is tested elsewhere.
          const { language, file } = block;
          expect(known.has(language) || file !== undefined, `a block of ${language}`).toBe(true);
          reader.work(block);
        }
      },
      120_000,
    );

    it.each(documents)("%s names only commands that exist", (document) => {
      const text = readFileSync(join(root, document), "utf8");
      const help = helpOfCommand();
      for (const [, command = ""] of text.matchAll(/`capfence ([a-z][\w-]*)/g))
        expect(help).toMatch(new RegExp(`^\\s+${command}\\b`, "m"));
    });

    it.each(documents)("%s links to files that exist", (document) => {
      const text = readFileSync(join(root, document), "utf8");
      for (const [, link = ""] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
        expect(existsSync(join(root, dirname(document), link))).toBe(true);
    });
  });
}
