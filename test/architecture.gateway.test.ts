import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { imports, isInside, layerOf, sources, targetOf } from "./imports.ts";

const mcp = join(import.meta.dirname, "../packages/mcp/src");

/** The gateway's layers, lowest first; what is in none of them puts it together, and may import all. */
const GATEWAY_LAYERS: readonly (readonly string[])[] = [
  ["wire", "log.ts"],
  ["config", "telemetry.ts"],
  ["identity", "upstream"],
  ["pins"],
  ["relay"],
  ["front"],
];

/** The layer of a file of the gateway: the highest for what puts it together. */
function heightOf(path: string): number {
  const layer = layerOf(path, GATEWAY_LAYERS);
  return layer === -1 ? GATEWAY_LAYERS.length : layer;
}

describe("the MCP gateway", () => {
  const gateway = join(mcp, "gateway");
  const own = imports(gateway).map((one) => ({ ...one, target: targetOf(one) }));

  it("has every folder in a layer", () => {
    const folders = sources(gateway).filter((file) => file.includes("/"));
    expect(folders.filter((file) => heightOf(file) === GATEWAY_LAYERS.length)).toEqual([]);
  });

  it("imports only from the same layer or a lower one", () => {
    const upward = own.filter(
      ({ file, target }) => isInside(target) && heightOf(target) > heightOf(file),
    );
    expect(upward).toEqual([]);
  });

  it("keeps who calls and what is asked of servers apart", () => {
    const across = own.filter(
      ({ file, target }) =>
        (file.startsWith("identity/") && target?.startsWith("upstream/")) ||
        (file.startsWith("upstream/") && target?.startsWith("identity/")),
    );
    expect(across).toEqual([]);
  });

  it("shows fronts no more of the relay than its port", () => {
    const seen = own
      .filter(({ file, target }) => file.startsWith("front/") && target?.startsWith("relay/"))
      .map(({ target }) => target);
    expect([...new Set(seen)]).toEqual(["relay/client-session.ts"]);
  });

  it("imports no SDK of MCP, and neither does what guards one in the process", () => {
    const sdks = imports(mcp).filter(({ specifier }) =>
      specifier.startsWith("@modelcontextprotocol/"),
    );
    expect(sdks).toEqual([]);
  });

  it("and what guards in the process do not know each other", () => {
    const crossing = imports(mcp).filter((one) => {
      const target = targetOf(one) ?? "";
      const ends = [one.file, target].map((path) => path.split("/")[0]);
      return ends.includes("in-process") && ends.some((end) => end?.startsWith("gateway"));
    });
    expect(crossing).toEqual([]);
  });
});
