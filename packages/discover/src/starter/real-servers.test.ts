import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ListedTool, PinFile } from "@capfence/mcp/gateway";
import { afterAll, expect, it } from "vitest";
import { formatPolicy } from "../../../cli/src/format/format-policy.ts";
import { serverNamed } from "../../../mcp/test/real-servers/real-servers.ts";
import { deciding } from "../../test/starter/deciding.ts";
import { listStarted } from "../../test/starter/listing.ts";
import { report, server, type Told } from "../../test/starter/reporting.ts";
import { writeStarterLock } from "./starter-lock.ts";
import { starterPolicy } from "./starter-policy.ts";

const folder = mkdtempSync(join(tmpdir(), "capfence-starter-"));

afterAll(() => rmSync(folder, { recursive: true }));

async function listReal(name: string): Promise<readonly ListedTool[]> {
  const { args, env } = serverNamed(name).start(folder);
  return listStarted([process.execPath, ...args], env);
}

/** What these servers say of themselves is true enough here to tell readers from others. */
function told({ name, definition }: ListedTool): Told {
  const isReader = JSON.stringify(definition["annotations"] ?? {}).includes('"readOnlyHint":true');
  return { name, definition, effects: [isReader ? "read" : "write"] };
}

it("names every tool of real servers, and pins each as it was listed", async () => {
  const names = ["filesystem", "memory", "sqlite"];
  const listed = await Promise.all(names.map(listReal));
  const servers = names.map((name, index) => server(name, (listed[index] ?? []).map(told)));
  const text = starterPolicy(report(...servers));
  expect(formatPolicy("starter.yaml", text, { modeline: false })).toBe(text);
  const decide = deciding(text);
  expect(decide("filesystem__read_text_file")).toBe("allow reads");
  expect(decide("filesystem__write_file")).toBe("require_approval writes");
  expect(decide("read_text_file")).toBe("deny unmapped");

  const file = join(folder, "lock.json");
  writeStarterLock(report(...servers), file);
  const pinned = new PinFile(file).read();
  for (const [index, name] of names.entries()) {
    const tools = listed[index] ?? [];
    expect(tools.length).toBeGreaterThan(5);
    for (const tool of tools) {
      expect(decide(`${name}__${tool.name}`)).not.toContain("unmapped");
      expect(pinned?.get(name)?.tools.get(tool.name)?.digest).toBe(tool.digest);
    }
  }
});
