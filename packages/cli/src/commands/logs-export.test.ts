import { readFileSync, writeFileSync } from "node:fs";
import { ActionEvent } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

/** A log of two writers, and its export as a file. */
async function exported(): Promise<{ readonly scratch: Scratch; readonly file: string }> {
  const scratch = new Scratch();
  for (const actor of ["one", "two"]) {
    const runtime = scratch.runtime("allow: [a.b]");
    const event = ActionEvent.create({ actor, capability: "a.b", payload: { text: "é\u202E" } });
    for (let call = 0; call < 3; call += 1) await runtime.execute(event);
    await runtime.close();
  }
  const { code, output } = await scratch.run("logs", "export");
  expect(code).toBe(0);
  return { scratch, file: scratch.file("log.jsonl", output) };
}

const linesOf = (file: string): string[] => readFileSync(file, "utf8").trimEnd().split("\n");

async function publicKey(scratch: Scratch): Promise<string> {
  return (await scratch.run("keys", "export")).output.trim();
}

describe("capfence logs export", () => {
  it("prints every stored text as it is, one a line, in the order in which they came", async () => {
    const { scratch, file } = await exported();
    expect(readFileSync(file, "utf8")).toBe(
      scratch.entries.map(({ text }) => `${text}\n`).join(""),
    );
  });

  it("takes its options wherever they stand", async () => {
    const { scratch, file } = await exported();
    const elsewhere = new Scratch();
    for (const parameters of [
      ["logs", "export", "--audit-log", scratch.log],
      ["logs", "--audit-log", scratch.log, "export", "--format", "jsonl"],
    ])
      expect((await elsewhere.run(...parameters)).output).toBe(readFileSync(file, "utf8"));
    expect((await elsewhere.run("logs", "export")).code).toBe(2);
    expect((await scratch.run("logs", "export", "--format", "xml")).code).toBe(2);
    const part = await scratch.run("logs", "--since", "1h", "export");
    expect([part.code, part.errors]).toEqual([2, expect.stringContaining("leave out --since")]);
  });

  it("prints the log of one writer", async () => {
    const { scratch } = await exported();
    const writer = scratch.entries.at(-1)?.writer ?? "";
    const { output } = await scratch.run("logs", "export", "--writer", writer);
    const own = scratch.entries.filter((entry) => entry.writer === writer);
    expect(output).toBe(own.map(({ text }) => `${text}\n`).join(""));
    const { code, errors } = await scratch.run("logs", "export", "--writer", "none\u001B");
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining(String.raw`no writer "none\u001b"`),
    ]);
  });

  it("carries damage along as it is, so that it is found there too", async () => {
    const { scratch } = await exported();
    scratch.tamper(`UPDATE log SET text = 'x' || char(10) || '{}' WHERE id = 4`);
    const { code, output, errors } = await scratch.run("logs", "export");
    expect([code, errors]).toEqual([3, expect.stringContaining("1 of ")]);
    const file = scratch.file("damaged.jsonl", output);
    const findings = async (...options: readonly string[]): Promise<unknown> =>
      JSON.parse((await scratch.run("verify", "--json", ...options)).output).findings;
    expect(await findings("--export", file)).toEqual(await findings());
    expect(await findings()).toHaveLength(1);
  });
});

describe("capfence verify --export", () => {
  it("verifies an export without the database, as the log itself", async () => {
    const { scratch, file } = await exported();
    const outsider = new Scratch();
    const key = await publicKey(scratch);
    const { code, output } = await outsider.run("verify", "--export", file, "--key", key);
    expect([code, output]).toEqual([0, expect.stringContaining("✓ Audit chain intact. ")]);
    const reportOf = async (...options: readonly string[]): Promise<object> => {
      const report = JSON.parse((await scratch.run("verify", "--json", ...options)).output);
      return { writers: report.writers, entries: report.entries, findings: report.findings };
    };
    expect(await reportOf("--export", file)).toEqual(await reportOf());
  });

  it("says that nobody but the log says who signed it", async () => {
    const { scratch, file } = await exported();
    const { output } = await scratch.run("verify", "--export", file);
    expect(output).toContain("who signs is what the log itself says; pass --key to be sure");
  });

  it.each([
    [
      "a record that was changed",
      (lines: string[]) => lines.with(2, lines[2]?.replace("one", "eve") ?? ""),
      "edited",
    ],
    ["a record that is gone", (lines: string[]) => lines.toSpliced(2, 1), "missing"],
    [
      "a record that stands twice",
      (lines: string[]) => lines.toSpliced(2, 0, lines[2] ?? ""),
      "inserted",
    ],
    ["a line that is none", (lines: string[]) => lines.with(2, "{}"), "unreadable: line 3 is not"],
    [
      "a log that is gone",
      (lines: string[]) =>
        lines.filter((line) => !line.includes(firstWriter(lines)) || line.includes('"roster"')),
      "truncated",
    ],
  ])("finds %s", async (_name, change, finding) => {
    const { scratch, file } = await exported();
    writeFileSync(file, `${change(linesOf(file)).join("\n")}\n`);
    const { code, output } = await scratch.run("verify", "--export", file);
    expect([code, output]).toEqual([3, expect.stringContaining(finding)]);
  });

  it("finds bytes that are not text, in a file without a last line feed", async () => {
    const { scratch, file } = await exported();
    const bytes = readFileSync(file);
    bytes[bytes.indexOf("one")] = 0xff;
    writeFileSync(file, bytes.subarray(0, -1));
    const { code, output } = await scratch.run("verify", "--export", file);
    expect([code, output]).toEqual([3, expect.stringContaining("is not an entry of a log")]);
  });

  it("finds lines that were put in another order", async () => {
    const { scratch, file } = await exported();
    writeFileSync(file, `${linesOf(file).toReversed().join("\n")}\n`);
    const { code, output } = await scratch.run("verify", "--export", file);
    expect([code, output]).toEqual([3, expect.stringContaining("is not in its order")]);
  });

  it("says that a file is not there, or is no file", async () => {
    const scratch = new Scratch();
    for (const file of ["no-such.jsonl", scratch.folder]) {
      const { code, errors } = await scratch.run("verify", "--export", file);
      expect([code, errors]).toEqual([
        2,
        expect.stringContaining(`cannot read the export "${file}"`),
      ]);
    }
  });
});

function firstWriter(lines: readonly string[]): string {
  return (JSON.parse(lines[0] ?? "") as { writer: string }).writer;
}
