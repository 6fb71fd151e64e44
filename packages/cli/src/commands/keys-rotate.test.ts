import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { ActionEvent } from "@capfence/core";
import { readSigning } from "@capfence/core/signing";
import {
  generateSignerKey,
  readSignerKey,
  signNote,
  successionText,
  writeNote,
  writeVerifierKey,
} from "@capfence/core/tlog";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

const NAME = "example.com/audit";

/** A scratch with a key, which has signed a log, and its public key. */
async function signed(): Promise<{ readonly scratch: Scratch; readonly first: string }> {
  const scratch = new Scratch();
  await scratch.run("keys", "init", NAME);
  await append(scratch);
  return { scratch, first: await publicKey(scratch) };
}

async function append(scratch: Scratch): Promise<void> {
  const runtime = scratch.runtime("allow: [a.b]");
  await runtime.execute(ActionEvent.create({ actor: "a", capability: "a.b" }));
  await runtime.close();
}

async function publicKey(scratch: Scratch): Promise<string> {
  return (await scratch.run("keys", "export")).output.trim();
}

describe("capfence keys rotate", () => {
  it("gives the key a successor of the same name, which it prints, and destroys it", async () => {
    const { scratch, first } = await signed();
    const before = readFileSync(scratch.key, "utf8");
    const { code, output } = await scratch.run("keys", "rotate");
    expect(code).toBe(0);
    const second = await publicKey(scratch);
    expect(second).not.toBe(first);
    expect(second.startsWith(`${NAME}+`)).toBe(true);
    expect(output).toContain(`public key: ${second}\n`);
    expect(output).toContain(`its predecessor vouches for it: ${first}\n`);
    expect(output).not.toContain("PRIVATE");
    const files = readdirSync(scratch.state).filter((name) => name.startsWith("signing.key"));
    expect(files.toSorted()).toEqual([
      "signing.key",
      "signing.key.former",
      "signing.key.succession",
    ]);
    for (const name of files) {
      expect(statSync(`${scratch.state}/${name}`).mode & 0o777).toBe(0o600);
      expect(readFileSync(`${scratch.state}/${name}`, "utf8")).not.toContain(before.trim());
    }
  });

  it("lets the first key vouch for a log that was written before and after, also under another name", async () => {
    const { scratch, first } = await signed();
    await scratch.run("keys", "rotate");
    await append(scratch);
    await scratch.run("keys", "rotate", "example.com/new");
    await append(scratch);
    const given = await scratch.run("verify", "--key", first);
    expect([given.code, given.output]).toEqual([
      0,
      expect.stringContaining("signed by example.com/audit, example.com/new."),
    ]);
    expect((await scratch.run("verify")).code).toBe(0);
    // The last key says nothing of those before it.
    expect((await scratch.run("verify", "--key", await publicKey(scratch))).code).toBe(3);
  });

  it("is not believed where the note that names the successor is forged", async () => {
    const { scratch, first } = await signed();
    const thief = generateSignerKey(NAME);
    const stranger = readSignerKey(generateSignerKey(NAME));
    const note = writeNote(signNote(successionText(readSignerKey(thief).verifier), stranger));
    writeFileSync(scratch.key, `${thief}\n`);
    writeFileSync(`${scratch.key}.succession`, JSON.stringify([note]));
    await append(scratch);
    const { code, output } = await scratch.run("verify", "--key", first);
    expect([code, output]).toEqual([3, expect.stringContaining("bad_signature, writer ")]);
    expect(output).toContain("is signed by no key that is trusted");
  });

  it("leaves a key that works wherever it breaks off", async () => {
    const { scratch, first } = await signed();
    const before = readFileSync(scratch.key, "utf8");
    // As if the machine had stopped just before the key was replaced.
    await scratch.run("keys", "rotate");
    writeFileSync(scratch.key, before);
    await append(scratch);
    expect((await scratch.run("verify")).code).toBe(0);
    await scratch.run("keys", "rotate");
    await append(scratch);
    expect(readSigning(scratch.key).succession).toHaveLength(2);
    expect((await scratch.run("verify", "--key", first)).code).toBe(0);
    expect((await scratch.run("verify")).code).toBe(0);
  });

  it("says what to do where another rotation is under way", async () => {
    const { scratch, first } = await signed();
    writeFileSync(`${scratch.key}.next`, "");
    const { code, errors } = await scratch.run("keys", "rotate");
    expect([code, errors]).toEqual([1, expect.stringContaining(`remove "${scratch.key}.next"`)]);
    expect(await publicKey(scratch)).toBe(first);
  });

  it("has nothing to rotate where there is no key, and refuses a name that no key can have", async () => {
    const scratch = new Scratch();
    expect((await scratch.run("keys", "rotate")).code).toBe(2);
    await scratch.run("keys", "init", NAME);
    const before = readFileSync(scratch.key, "utf8");
    expect((await scratch.run("keys", "rotate", "two words")).code).toBe(2);
    expect(readFileSync(scratch.key, "utf8")).toBe(before);
    expect(writeVerifierKey(readSigning(scratch.key).signer.verifier)).toBe(
      await publicKey(scratch),
    );
  });
});
