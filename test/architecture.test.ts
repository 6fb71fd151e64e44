import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build } from "rolldown";
import { describe, expect, it } from "vitest";
import { type Import, imports, layerOf, sources, targetOf } from "./imports.ts";

const root = join(import.meta.dirname, "..");
const core = join(root, "packages/core/src");

/** Core's layers, lowest first; a file imports from its own layer or a lower one. */
const LAYERS: readonly (readonly string[])[] = [
  ["errors.ts", "made-once.ts", "maybe-promise.ts", "platform"],
  ["encoding"],
  ["action"],
  ["policy", "state"],
  ["approvals", "audit", "backends", "tokens"],
  ["storage", "anchors", "webhook"],
  ["runtime"],
  ["adapter"],
  ["index.ts", "adapter.ts", "source.ts", "tlog.ts", "anchors.ts", "tokens.ts", "webhook.ts"],
];

/** The seams of core's package.json `imports`, and the layers they stand for. */
const SEAMS: Readonly<Record<string, string>> = {
  "#platform": "platform",
  "#default-storage": "storage",
};

/** Where somebody opens a log, makes a key or a token, or sends a message, which have a time and a name if nobody gives them one. */
const WITH_DEFAULTS = [
  "audit/trail.ts",
  "storage/signing.ts",
  "tokens/block-text.ts",
  "tokens/proof.ts",
  "webhook/webhook-options.ts",
];

/** The only files of core that may know that Node exists. */
const HOST_FILES = [
  "anchors/append-only-file.ts",
  "anchors/head-folder.ts",
  "anchors/place.ts",
  "anchors/read-lines.ts",
  "anchors/stdout-lines.ts",
  "anchors/syslog-anchor.ts",
  "anchors/syslog-transport.ts",
  "platform/node.ts",
  "storage/read-only-disk.ts",
  "storage/sqlite-connection.ts",
  "storage/sqlite-log.ts",
  "storage/sqlite-seal.ts",
  "storage/sqlite-watch.ts",
  "storage/sqlite.ts",
];

function targetLayer(one: Import): number | undefined {
  const seam = SEAMS[one.specifier];
  if (seam !== undefined) return layerOf(seam, LAYERS);
  const target = targetOf(one);
  return target === undefined ? undefined : layerOf(target, LAYERS);
}

describe("core", () => {
  it("has every file in a layer", () => {
    expect(sources(core).filter((file) => layerOf(file, LAYERS) === -1)).toEqual([]);
  });

  it("imports only from the same layer or a lower one", () => {
    const upward = imports(core).filter(
      (one) => (targetLayer(one) ?? -1) > layerOf(one.file, LAYERS),
    );
    expect(upward).toEqual([]);
  });

  it("touches Node only in its host files", () => {
    const host = imports(core).filter(({ specifier }) => specifier.startsWith("node:"));
    expect([...new Set(host.map(({ file }) => file))].toSorted()).toEqual(HOST_FILES);
  });

  it("reads no clock and no randomness below the runtime, except through a parameter", () => {
    const impure = sources(core)
      .filter(
        (file) =>
          layerOf(file, LAYERS) < layerOf("runtime", LAYERS) && !file.startsWith("platform/"),
      )
      .filter((file) =>
        /Date\.now|new Date\(\)|Math\.random|randomIdentifier/.test(
          readFileSync(join(core, file), "utf8"),
        ),
      );
    expect(impure.toSorted()).toEqual(WITH_DEFAULTS);
  });

  it("bundles for a browser without a trace of Node", async () => {
    const { output } = await build({
      input: join(core, "index.ts"),
      platform: "browser",
      resolve: { conditionNames: ["@capfence/source", "browser", "import", "default"] },
      write: false,
    });
    const [bundle] = output;
    expect(bundle.code).toContain("class ActionRuntime");
    expect(bundle.code).not.toMatch(/"node:|require\(/);
    // The SQL grammar is large, so it is in a piece of its own, fetched when a policy needs it.
    expect(bundle.imports).not.toContain(bundle.dynamicImports[0]);
    expect(bundle.code).not.toContain("_wasm_parse_query_raw");
    const pieces = output.filter((piece) => bundle.dynamicImports.includes(piece.fileName));
    expect(pieces.some((piece) => "code" in piece && piece.code.includes("parseSync"))).toBe(true);
  });

  it("loads the SQL grammar only where a policy needs it", () => {
    const grammar = imports(core).filter(({ specifier }) => specifier.startsWith("libpg-query"));
    expect(grammar.map(({ file }) => file)).toEqual(["policy/sql/grammar.ts"]);
    const text = readFileSync(join(core, "policy/sql/grammar.ts"), "utf8");
    expect(text).not.toMatch(/from "libpg-query"/);
  });
});

describe("packages", () => {
  const packages = globSync("packages/*/package.json", { cwd: root }).map((file) => dirname(file));

  it("never import the command line, nor the test kit outside tests", () => {
    const wrong = packages.flatMap((folder) =>
      imports(join(root, folder, "src")).filter(
        ({ specifier }) => specifier === "capfence" || specifier === "@capfence/testkit",
      ),
    );
    expect(wrong).toEqual([]);
  });

  it("reach into another package only through its public entries", () => {
    const reaching = packages.flatMap((folder) =>
      imports(join(root, folder, "src")).filter(({ file, specifier }) => {
        if (!specifier.startsWith(".")) return false;
        return relative(
          join(root, folder),
          join(root, folder, "src", dirname(file), specifier),
        ).startsWith("..");
      }),
    );
    expect(reaching).toEqual([]);
  });

  it("have core as a peer, so that a process has one core", () => {
    const adapters = packages.filter(
      (folder) => !["packages/core", "packages/cli"].includes(folder),
    );
    for (const folder of adapters) {
      const manifest: unknown = JSON.parse(
        readFileSync(join(root, folder, "package.json"), "utf8"),
      );
      expect(manifest).toHaveProperty(["peerDependencies", "@capfence/core"]);
      expect(manifest).not.toHaveProperty(["dependencies", "@capfence/core"]);
    }
  });
});

describe("source files", () => {
  const files = globSync("{packages,examples,bench,policies,test}/**/*.ts", {
    cwd: root,
    exclude: (name) => name.includes("node_modules") || name.includes("dist"),
  });

  it("stay under 300 lines", () => {
    const long = files.filter(
      (file) => readFileSync(join(root, file), "utf8").split("\n").length > 300,
    );
    expect(long).toEqual([]);
  });

  it("are named for the one thing inside", () => {
    expect(
      files.filter((file) => /(?:^|\/)(?:utils?|types|common|shared|helpers?)\.ts$/.test(file)),
    ).toEqual([]);
  });
});
