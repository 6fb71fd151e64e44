import { readFileSync } from "node:fs";
import { type CodeSplittingGroup, defineConfig, type RolldownOptions } from "rolldown";

/** What a package's manifest says of its modules: `@capfence/source` names them, at any depth, and `bin` what is built. */
interface Manifest {
  readonly name?: string;
  readonly exports?: unknown;
  readonly imports?: unknown;
  readonly bin?: Readonly<Record<string, string>>;
}

/** The sources that `@capfence/source` names. */
function sources(entry: unknown, named = false): readonly string[] {
  if (typeof entry === "string") return named ? [entry] : [];
  return Object.entries(entry ?? {}).flatMap(([condition, inner]) =>
    sources(inner, named || condition === "@capfence/source"),
  );
}

/**
 * By package, what is kept in one file although some entries would do with less of it: most of what a small file costs
 * is finding and opening it. What a browser loads must not be in one with what needs Node.
 */
const TOGETHER: Readonly<Record<string, readonly CodeSplittingGroup[]>> = {
  "@capfence/core": [
    // What a browser's `#platform` needs as well, which is needed by what is shared.
    { name: "errors", test: /src\/errors/, priority: 1 },
    { name: "shared", test: /src\/(?!platform|storage|anchors|webhook)/, minShareCount: 3 },
    {
      name: "host",
      test: /src\/(?:storage\/(?:sqlite|signing)|anchors|webhook)/,
      minShareCount: 2,
    },
  ],
  "@capfence/mcp": [{ name: "shared", test: /src\/gateway\//, minShareCount: 2 }],
  capfence: [
    // What comes before everything else: nothing else may be in it.
    { name: "start", test: /src\/(?:package-version|code-cache)/, priority: 1 },
    { name: "run", test: /src\/run-here\.ts/ },
    { name: "gateway", test: /src\/(?:commands\/mcp|gateway\/run-wrap)\.ts/ },
  ],
};

const {
  name = "",
  exports,
  imports,
  bin = {},
}: Manifest = JSON.parse(readFileSync("package.json", "utf8"));
const commands = Object.values(bin).map((file) =>
  file.replace(/^(?:\.\/)?dist\/(.*)\.js$/, "./src/$1.ts"),
);
const entries = [...sources(exports), ...sources(imports), ...commands];

// Reading hundreds of small files is most of what starting takes, so a package has few: one for each entry, and what
// entries share. Names and layout stay as they are, and what comes from other packages stays theirs.
const config: RolldownOptions = defineConfig({
  input: Object.fromEntries(
    entries.map((file) => [file.slice("./src/".length, -".ts".length), file]),
  ),
  external: /^[^./]/,
  platform: "neutral",
  output: {
    dir: "dist",
    entryFileNames: "[name].js",
    // Beside the entries, so that a path from `import.meta.url` to a file of the package is that of the source.
    chunkFileNames: "chunk-[name].js",
    minifyInternalExports: false,
    // A file with none but ASCII characters takes half the memory, and declarations keep what comments say of exports.
    charset: "ascii",
    comments: { jsdoc: false },
    codeSplitting: { groups: [...(TOGETHER[name] ?? [])] },
  },
});

export default config;
