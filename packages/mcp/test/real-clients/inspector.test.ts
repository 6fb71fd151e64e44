import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  newFolder,
  removeFolder,
  served,
  type Serving,
  wrapped,
} from "../real-servers/behind-capfence.ts";
import { DESK, DESK_POLICY, deskUpstream, notes, notingIn, SHOWN } from "./desk.ts";

const INSPECTOR = fileURLToPath(
  import.meta.resolve("@modelcontextprotocol/inspector/clients/launcher/build/index.js"),
);

/** What a run of the Inspector printed, and its exit code. */
interface Ran {
  readonly code: unknown;
  readonly output: string;
  readonly errors: string;
}

let folder: string;
let serving: Serving;

beforeAll(async () => {
  folder = newFolder();
  const [command, ...args] = wrapped(DESK, DESK_POLICY, folder);
  const mcpServers = { desk: { command, args, env: notingIn(folder) } };
  writeFileSync(join(folder, "mcp.json"), JSON.stringify({ mcpServers }));
  serving = await served(deskUpstream(folder), DESK_POLICY, folder);
});
afterAll(async () => {
  await serving.stop();
  removeFolder(folder);
});

async function inspect(target: readonly string[], method: string): Promise<Ran> {
  const parameters = [INSPECTOR, "--cli", ...target, "--format", "json", "-q", "--method", method];
  // Whatever it keeps is kept here.
  const options = { cwd: folder, env: { ...process.env, HOME: folder, USERPROFILE: folder } };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, parameters, options, (_error, output, errors) =>
      resolve({ code: child.exitCode, output, errors }),
    );
  });
}

const TARGETS: Readonly<Record<string, () => readonly string[]>> = {
  "wrap over stdio, in the legacy era,": () => ["--config", "mcp.json", "--server", "desk"],
  "serve over HTTP, in the legacy era,": () => [serving.url],
  "serve over HTTP, in the modern era,": () => [serving.url, "--protocol-era", "modern"],
};

describe.each(Object.entries(TARGETS))("the Inspector behind capfence mcp %s", (_name, target) => {
  const call = (tool: string, input: object): Promise<Ran> => {
    const json = JSON.stringify(input);
    return inspect([...target(), "--tool-name", tool, "--tool-args-json", json], "tools/call");
  };

  it("lists and calls what the policy allows, and nothing else", async () => {
    const before = notes(folder);
    const [list, denied, hidden] = await Promise.all([
      inspect(target(), "tools/list"),
      call("pay", { amount: 500 }),
      call("secret", {}),
    ]);
    expect(list).toMatchObject({ code: 0, errors: "" });
    const { result } = JSON.parse(list.output) as { result: { tools: { name: string }[] } };
    expect(result.tools.map(({ name }) => name)).toEqual(SHOWN);
    expect(denied).toMatchObject({ code: 5 });
    expect(denied.output).toContain("Denied by policy (policy_deny): nobody pays that much.");
    expect(hidden).toMatchObject({ code: 5, output: "" });
    expect(hidden.errors).toContain("tool_not_found");
    expect(notes(folder)).toEqual(before);
    expect(await call("pay", { amount: 5 })).toMatchObject({ code: 0, errors: "" });
    expect(notes(folder)).toEqual([...before, "paid 5"]);
  });
});
