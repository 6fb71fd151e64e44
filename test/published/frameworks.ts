import { existsSync, globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { type Block, blocksOf } from "../desk.ts";

const root = join(import.meta.dirname, "../..");

/** The framework of an adapter, as a project installs it beside the adapter. */
export interface FrameworkSet {
  /** The folder of the adapter, from the root of the repository. */
  readonly adapter: string;
  readonly age: "newest" | "oldest";
  /** Package to version. */
  readonly packages: Readonly<Record<string, string>>;
  /** What is run: the adapter's README, or what is as much of it as an older framework knows. */
  readonly blocks: readonly Block[];
}

interface Manifest {
  readonly version: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The oldest versions that each adapter supports: those its `peerDependencies` begin with. */
const OLDEST: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "packages/ai-sdk": { ai: "6.0.0" },
  "packages/claude-agent-sdk": { "@anthropic-ai/claude-agent-sdk": "0.3.295" },
  "packages/langchain": {
    "@langchain/core": "1.2.6",
    "@langchain/langgraph": "1.4.8",
    langchain: "1.5.6",
  },
  "packages/langgraph": { "@langchain/core": "1.2.6", "@langchain/langgraph": "1.0.0" },
  "packages/llamaindex": { "@llamaindex/core": "0.6.21", "@llamaindex/workflow": "1.1.23" },
  "packages/mastra": { "@mastra/core": "1.68.0" },
  "packages/mcp": {
    "@modelcontextprotocol/client": "2.0.0",
    "@modelcontextprotocol/sdk": "1.19.1",
    "@modelcontextprotocol/server": "2.0.0",
  },
  "packages/openai-agents": { "@openai/agents": "0.6.0" },
  "packages/strands": { "@strands-agents/sdk": "1.5.0" },
};

/** Every adapter with the newest framework it supports, which is the one it is tested with, and with the oldest. */
export function frameworkSets(): readonly FrameworkSet[] {
  return Object.entries(OLDEST).flatMap(([adapter, oldest]) => {
    const names = new Set([...peersOf(adapter), ...importedBy(adapter)]);
    const newest = Object.fromEntries(
      [...names].map((name) => [name, read(join(adapter, "node_modules", name)).version]),
    );
    return [
      { adapter, age: "newest", packages: newest, blocks: readmeOf(adapter) },
      {
        adapter,
        age: "oldest",
        packages: { ...newest, ...oldest },
        blocks: programOf(adapter) ?? readmeOf(adapter),
      },
    ];
  });
}

/** Where `OLDEST` and the `peerDependencies` of an adapter say different things. */
export function wrongRanges(): readonly string[] {
  return Object.entries(OLDEST).flatMap(([adapter, oldest]) => {
    const peers = Object.entries(read(adapter).peerDependencies ?? {});
    return peers
      .filter(
        ([name, range]) => !name.startsWith("@capfence/") && !range.includes(oldest[name] ?? "-"),
      )
      .map(([name, range]) => `${adapter}: ${name} ${range}`);
  });
}

/** Adapters that `OLDEST` says nothing of. */
export function forgottenAdapters(): readonly string[] {
  const makers = globSync("packages/*/src/**/*.ts", { cwd: root }).filter((file) =>
    readFileSync(join(root, file), "utf8").includes('"@capfence/core/adapter"'),
  );
  const adapters = new Set(makers.map((file) => file.split(sep).slice(0, 2).join("/")));
  adapters.delete("packages/testkit");
  return [...adapters].filter((folder) => !Object.hasOwn(OLDEST, folder));
}

function readmeOf(adapter: string): readonly Block[] {
  return blocksOf(join(adapter, "README.md")).filter(({ language }) => language !== "sh");
}

/** For adapters whose README shows what the oldest framework does not have yet, such as its fake model. */
function programOf(adapter: string): readonly Block[] | undefined {
  const file = join(root, adapter, "test/oldest-program.ts");
  if (!existsSync(file)) return undefined;
  return [
    { language: "ts", text: readFileSync(file, "utf8") },
    { language: "text", text: "paid 5…policy_deny" },
  ];
}

function peersOf(folder: string): readonly string[] {
  const peers = Object.keys(read(folder).peerDependencies ?? {});
  return peers.filter((name) => !name.startsWith("@capfence/"));
}

/** The packages that the examples of its README import. */
function importedBy(folder: string): readonly string[] {
  return readmeOf(folder)
    .filter(({ language }) => language === "ts")
    .flatMap(({ text }) => [...text.matchAll(/from "((?:@[^/"]+\/)?[^/"]+)/g)])
    .map(([, name = ""]) => name)
    .filter((name) => !name.startsWith("node:") && !name.startsWith("@capfence"));
}

function read(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest;
}
