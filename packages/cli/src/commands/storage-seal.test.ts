import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ActionEvent } from "@capfence/core";
import { SqliteStorage } from "@capfence/core/sqlite";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Scratch } from "../../test/scratch.ts";

const SEGMENT = "audit-20260131T120000000Z.db";

afterEach(() => vi.unstubAllEnvs());

/** A log with a decision, and a request that waits. */
async function logged(scratch: Scratch = new Scratch()): Promise<Scratch> {
  const runtime = scratch.runtime("allow: [a.b]\nrequire_approval: [a.c]");
  await runtime.execute(ActionEvent.create({ actor: "agent", capability: "a.b" }));
  await runtime.execute(ActionEvent.create({ actor: "agent", capability: "a.c" }));
  await runtime.close();
  scratch.close();
  return scratch;
}

describe("capfence storage seal", () => {
  it("keeps the log under another name and goes on in a new one, also with what waits", async () => {
    const scratch = await logged();
    const segment = join(scratch.state, SEGMENT);
    expect(await scratch.run("storage", "seal")).toEqual({
      code: 0,
      output: `✓ sealed ${segment}\n${scratch.log} goes on from it, with 1 request for approval\n`,
      errors: "",
    });
    const waiting = await scratch.run("pending-approvals", "--json");
    const id = /"id":\s*"([^"]+)"/.exec(waiting.output)?.[1] ?? "";
    expect((await scratch.run("approve", id)).code).toBe(0);
    expect((await scratch.run("approve", id, "--audit-log", segment)).errors).toContain(
      "it is sealed and takes no more records",
    );
    expect((await scratch.run("verify", "--audit-log", segment)).code).toBe(0);
  });

  it("names the file it is told to, as JSON", async () => {
    const scratch = await logged();
    const to = join(scratch.folder, "2026.db");
    const { output } = await scratch.run("storage", "seal", "--to", to, "--json");
    expect(JSON.parse(output)).toEqual({
      file: scratch.log,
      segment: to,
      writer: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      size: 3,
      head: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      approvals: 1,
    });
  });

  it("tells the anchors of the environment, so that they do not miss what is sealed", async () => {
    const scratch = await logged();
    vi.stubEnv("CAPFENCE_HEADS", join(scratch.folder, "heads"));
    for (let round = 0; round < 2; round += 1) {
      scratch.now += 1000;
      expect((await scratch.run("storage", "reopen")).code).toBe(0);
      expect((await scratch.run("storage", "seal")).code).toBe(0);
    }
    expect((await scratch.run("storage", "reopen")).output).toContain("nothing is missing");
  });

  it("changes nothing while a program has the log open", async () => {
    const scratch = await logged();
    const storage = SqliteStorage.open(scratch.log);
    const { code, errors } = await scratch.run("storage", "seal");
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining("another process has it open; stop the programs") as string,
    ]);
    storage.close();
    expect((await scratch.run("storage", "seal")).code).toBe(0);
  });

  it("refuses a file that is not there, is no log, or is in the way", async () => {
    const scratch = new Scratch();
    expect((await scratch.run("storage", "seal")).code).toBe(2);
    writeFileSync(scratch.log, "dear diary\n".repeat(200), { mode: 0o600 });
    expect((await scratch.run("storage", "seal")).code).toBe(3);
    const other = await logged();
    const taken = other.file("taken.db", "mine");
    const refused = await other.run("storage", "seal", "--to", taken);
    expect([refused.code, refused.errors]).toEqual([
      2,
      expect.stringContaining("there is something of that name") as string,
    ]);
    expect((await other.run("storage", "seal")).code).toBe(0);
  });
});

describe("capfence verify --segment", () => {
  it("verifies a log and the sealed ones before it, and says which it has not seen", async () => {
    const scratch = await logged();
    await scratch.run("storage", "seal");
    const segment = join(scratch.state, SEGMENT);
    expect((await scratch.run("verify")).output).toContain(
      `the sealed log ${SEGMENT} before it was not looked at; pass --segment`,
    );
    const both = await scratch.run("verify", "--segment", segment);
    expect(both.code).toBe(0);
    expect(both.output.match(/Audit chain intact/g)).toHaveLength(2);
    expect(both.output).toContain(`segment ${segment}:`);
    expect(both.output).not.toContain("not looked at");
    const json = await scratch.run("verify", "--json", "--segment", segment);
    expect(JSON.parse(json.output)).toMatchObject({
      file: scratch.log,
      intact: true,
      continues: [{ segment: SEGMENT }],
      segments: [{ file: segment, intact: true }],
    });
  });

  it("finds a log that this one does not go on from", async () => {
    const scratch = await logged();
    await scratch.run("storage", "seal");
    const other = await logged();
    await other.run("storage", "seal");
    const stranger = join(other.state, SEGMENT);
    const { code, output } = await scratch.run("verify", "--segment", stranger);
    expect(code).toBe(3);
    expect(output).toContain("gap: none of the later logs goes on from this one");
    expect((await scratch.run("verify", "--segment", join(scratch.state, "no.db"))).code).toBe(2);
  });
});
