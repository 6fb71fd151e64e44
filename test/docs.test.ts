import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { describeDocuments, helpOfCommand } from "./describe-documents.ts";

const root = join(import.meta.dirname, "..");

describeDocuments(
  "documentation",
  globSync(["README.md", "CONTRIBUTING.md", "docs/**/*.md"], { cwd: root }),
);

describe("documentation of the command", () => {
  it.each(["docs/cli.md", "packages/cli/README.md"])("%s lists every command", (document) => {
    const text = readFileSync(join(root, document), "utf8");
    const [, list = ""] = /\nCommands:\n(.*?)\n\n/s.exec(helpOfCommand()) ?? [];
    const commands = [...list.matchAll(/^ {2}(?!help )([a-z][\w-]*)/gm)].map(([, name]) => name);
    expect(commands).toContain("verify-receipt");
    expect(commands.filter((name) => !text.includes(`capfence ${name}`))).toEqual([]);
  });
});
