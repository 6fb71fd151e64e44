// Installs the packages as a user gets them, from their packed files and with npm alone, and uses them.
import { execFileSync } from "node:child_process";
import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "rolldown";
import { parseSync } from "rolldown/utils";

const root = join(import.meta.dirname, "..");
const project = mkdtempSync(join(tmpdir(), "capfence-packed-"));

function run(command: string, parameters: readonly string[], folder: string = project): string {
  return execFileSync(command, parameters, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
}

function expectOutput(actual: string, expected: string): void {
  if (!actual.includes(expected))
    throw new Error(`expected ${JSON.stringify(expected)} in:\n${actual}`);
}

/** The packed command carries every policy pack, and each passes its own tests where it is written. */
function expectPacks(): void {
  const folders = readdirSync(join(root, "policies"), { withFileTypes: true });
  const wanted = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const { packs } = JSON.parse(run("npx", ["capfence", "init", "--json"])) as {
    packs: readonly { name: string }[];
  };
  expectOutput(packs.map(({ name }) => name).join(), wanted.toSorted().join());
  for (const name of wanted) {
    const out = join(name, "capfence.yaml");
    run("npx", ["capfence", "init", "--pack", name, "--out", out, "--with-tests"]);
    expectOutput(run("npx", ["capfence", "policy", "test", name]), "all passed");
  }
}

/** What is packed is bundled for a browser without a trace of Node, as the sources are. */
async function expectBrowserBundle(): Promise<void> {
  const { output } = await build({
    input: join(project, "node_modules/@capfence/core/dist/index.js"),
    platform: "browser",
    write: false,
    // The SQL grammar asks for Node where it finds it; it is in a piece of its own.
    logLevel: "silent",
  });
  const [{ code }] = output;
  expectOutput(code, "class ActionRuntime");
  if (/"node:|require\(/.test(code)) throw new Error("the packed core needs Node in a browser");
}

/** Before the command knows what it is asked it loads one small file: what is loaded later finds its compiled code. */
function expectSmallStart(): void {
  const found = JSON.stringify(["main.js", "chunk-start.js"].map(loadedFirst));
  if (found !== '[["./chunk-start.js"],[]]')
    throw new Error(
      `main.js must load chunk-start.js first and nothing else, but they load ${found}`,
    );
}

/** What a file of the packed command names in its imports and exports, less what is Node's. */
function loadedFirst(file: string): readonly string[] {
  const code = readFileSync(join(project, "node_modules/capfence/dist", file), "utf8");
  const { staticImports, staticExports } = parseSync(file, code).module;
  return [...staticImports, ...staticExports.flatMap(({ entries }) => entries)]
    .flatMap(({ moduleRequest }) => moduleRequest?.value ?? [])
    .filter((name) => !name.startsWith("node:"));
}

const program = `
import { ActionEvent, ActionRuntime, AuditError, type ExecutionVerdict } from "@capfence/core";
import { SqliteStorage } from "@capfence/core/sqlite";

const storage = SqliteStorage.open("log.db");
const runtime = ActionRuntime.fromPolicy("policy.yaml", { storage });
const verdict: ExecutionVerdict = await runtime.execute(
  ActionEvent.create({ actor: "agent", capability: "shell.execute", payload: { command: "rm -rf /" } }),
);
console.log(verdict.reason);
// The entries have their modules in common, so that an error of one is that of the other.
try {
  SqliteStorage.open("policy.yaml");
} catch (error) {
  console.log(error instanceof AuditError);
}
storage.close();
`;

try {
  for (const name of ["core", "mcp", "discover", "cli"])
    run("pnpm", ["pack", "--pack-destination", project], join(root, "packages", name));
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const packed = globSync("*.tgz", { cwd: project }).map((file) => `./${file}`);
  run("npm", ["install", "--no-audit", "--no-fund", "--no-save", ...packed]);

  writeFileSync(
    join(project, "policy.yaml"),
    'deny:\n  - capability: shell.execute\n    contains: "rm -rf"\nallow: [shell.execute]\n',
  );
  writeFileSync(join(project, "program.mts"), program);
  writeFileSync(
    join(project, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        module: "nodenext",
        target: "es2023",
        lib: ["es2024"],
        strict: true,
        exactOptionalPropertyTypes: true,
        types: [],
        noEmit: true,
        skipLibCheck: false,
      },
      files: ["program.mts"],
    }).replace(
      '"types":[]',
      '"types":["node"],"typeRoots":["' + join(root, "node_modules/@types") + '"]',
    ),
  );
  run(join(root, "node_modules/.bin/tsc"), ["-p", project]);
  expectOutput(run("node", ["program.mts"]), "policy_deny\ntrue\n");
  await expectBrowserBundle();
  expectSmallStart();
  expectOutput(run("npx", ["capfence", "check-policy", "policy.yaml"]), "VALID");
  expectOutput(run("npx", ["capfence", "verify", "--audit-log", "log.db"]), "3 entries verified");
  expectOutput(run("npx", ["capfence", "mcp", "wrap", "--help"]), "--policy <file>");
  writeFileSync(
    join(project, "tools.json"),
    '[{"name":"run_shell","inputSchema":{"properties":{"command":{}}}}]',
  );
  expectOutput(run("npx", ["capfence", "discover", "--tools", "tools.json"]), "[code_execution]");
  expectPacks();
  const { version } = JSON.parse(readFileSync(join(root, "packages/cli/package.json"), "utf8")) as {
    version: string;
  };
  console.log(
    `packed: @capfence/core, @capfence/mcp, @capfence/discover and capfence ${version} install with npm, type-check and run`,
  );
} finally {
  rmSync(project, { recursive: true });
}
