import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { FAULTY, faulty, upstreamOf } from "../../../test/gateway/faulty-upstream.ts";
import { ear } from "../../../test/gateway/upstream-ear.ts";
import { AnswerLost } from "./conversation.ts";
import { ProcessGroups } from "./process-groups.ts";
import { StdioUpstream } from "./stdio-upstream.ts";

const hear = (): void => {};
const execute = promisify(execFile);

/** Whether a process runs; one that has ended may still be listed until its parent looks. */
async function runs(pid: number): Promise<boolean> {
  const listed = await execute("ps", ["-o", "stat=", "-p", String(pid)]).catch(() => undefined);
  return listed !== undefined && !listed.stdout.trim().startsWith("Z");
}

async function gone(pids: readonly number[]): Promise<void> {
  await vi.waitFor(async () => {
    expect(await Promise.all(pids.map(runs))).toEqual(pids.map(() => false));
  });
}

describe("closing a conversation with a process", () => {
  it("ends the process, soon, and loses what it worked on", async () => {
    const { conversation, ends } = await faulty();
    const call = conversation.request({ id: 1, method: "silent" }, { hear });
    const lost = call.catch((reason: unknown) => reason);
    const started = performance.now();
    await conversation.close();
    expect(await lost).toBeInstanceOf(AnswerLost);
    expect(performance.now() - started).toBeLessThan(900);
    expect(ends).toEqual([]);
    await conversation.close();
  });

  it("ends a process that ignores being asked, and the one that it has started", async () => {
    const { events, heard } = ear();
    const upstream = upstreamOf(
      new URL("../../../test/gateway/stubborn-server.ts", import.meta.url),
    );
    await upstream.open("legacy", events);
    await vi.waitFor(() => expect(heard).toHaveLength(1), { timeout: 10_000 });
    const pids = heard[0]?.message.params?.["pids"] as number[];
    expect(await Promise.all(pids.map(runs))).toEqual([true, true]);
    await upstream.close();
    await gone(pids);
  });

  it("is done for what a process that has died leaves behind", async () => {
    const { events, heard, ends } = ear();
    const ready = '{"jsonrpc":"2.0","method":"ready","params":{"pid":%d}}\\n';
    const args = ["-c", `sleep 600 & printf '${ready}' $!; exit 4`];
    const settings = { kind: "stdio", command: "/bin/sh", args, env: {} } as const;
    const upstream = new StdioUpstream("sh", settings);
    await upstream.open("legacy", events);
    await vi.waitFor(() => expect(ends).toEqual(["the server has exited with code 4"]));
    await upstream.close();
    await gone([heard[0]?.message.params?.["pid"] as number]);
  });

  it("is done for a gateway that exits without it", async () => {
    const script = fileURLToPath(
      new URL("../../../test/gateway/abrupt-gateway.ts", import.meta.url),
    );
    const run = execute(process.execPath, ["--conditions=@capfence/source", script]);
    const { stdout } = (await run.catch((error: unknown) => error)) as { stdout: string };
    const { pids } = JSON.parse(stdout) as { pids: number[] };
    expect(pids).toHaveLength(2);
    await gone(pids);
  });

  it("leaves no handlers behind", async () => {
    const before = process.listenerCount("exit");
    const upstream = upstreamOf(FAULTY, { groups: new ProcessGroups() });
    await Promise.all([1, 2, 3].map(() => upstream.open("legacy", ear().events)));
    expect(process.listenerCount("exit")).toBe(before + 1);
    await upstream.close();
    expect(process.listenerCount("exit")).toBe(before);
  });
});
