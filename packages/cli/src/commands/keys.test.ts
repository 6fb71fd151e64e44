import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { readSignerKey, readVerifierKey } from "@capfence/core/tlog";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

const NAME = "example.com/audit";

describe("capfence keys init", () => {
  it("writes a private key that only its owner can read, and prints the public ones", async () => {
    const scratch = new Scratch();
    const file = join(scratch.state, "signing.key");
    const { code, output } = await scratch.run("keys", "init", NAME);
    expect(code).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { verifier, cosigner } = readSignerKey(readFileSync(file, "utf8"));
    const [first, second, third] = output.trimEnd().split("\n");
    expect(first).toBe(`wrote ${file}; keep it secret, and a copy in a safe place`);
    expect(readVerifierKey(second?.replace("public key: ", "") ?? "").id).toStrictEqual(
      verifier.id,
    );
    expect(readVerifierKey(third?.replace("as a witness: ", "") ?? "").id).toStrictEqual(
      cosigner.id,
    );
    expect(output).not.toContain("PRIVATE");
  });

  it("never replaces a key", async () => {
    const scratch = new Scratch();
    await scratch.run("keys", "init", NAME);
    const file = join(scratch.state, "signing.key");
    const before = readFileSync(file, "utf8");
    const again = await scratch.run("keys", "init", NAME);
    expect([again.code, again.errors]).toStrictEqual([
      1,
      `capfence: there is a key in "${file}" already; capfence keys rotate gives it a successor, and --key names another file\n`,
    ]);
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it("refuses a name that signatures cannot carry, and a folder it cannot write to", async () => {
    const scratch = new Scratch();
    expect((await scratch.run("keys", "init", "two words")).code).toBe(2);
    const blocked = scratch.file("blocked", "");
    const other = await scratch.run("keys", "init", NAME, "--key", scratch.folder);
    expect(other.code).toBe(1);
    expect((await scratch.run("keys", "export", "--key", blocked)).code).toBe(2);
  });
});

describe("capfence keys export", () => {
  it("prints the public key, also that of a witness", async () => {
    const scratch = new Scratch();
    const key = join(scratch.folder, "keys", "log.key");
    await scratch.run("keys", "init", NAME, "--key", key);
    const { verifier, cosigner } = readSignerKey(readFileSync(key, "utf8"));
    const { output } = await scratch.run("keys", "export", "--key", key);
    expect(readVerifierKey(output).id).toStrictEqual(verifier.id);
    const witness = await scratch.run("keys", "export", "--key", key, "--witness");
    expect(readVerifierKey(witness.output).id).toStrictEqual(cosigner.id);
    const both = JSON.parse((await scratch.run("keys", "export", "--key", key, "--json")).output);
    expect(both).toStrictEqual({
      publicKey: output.trimEnd(),
      witness: witness.output.trimEnd(),
    });
  });

  it("says how to make a key where there is none", async () => {
    const scratch = new Scratch();
    const { code, errors } = await scratch.run("keys", "export");
    expect(code).toBe(2);
    expect(errors).toContain("there is none; make one with capfence keys init");
  });

  it("does not use a key that others may read", async () => {
    const scratch = new Scratch();
    await scratch.run("keys", "init", NAME);
    chmodSync(join(scratch.state, "signing.key"), 0o640);
    const { code, output, errors } = await scratch.run("keys", "export");
    expect([code, output]).toStrictEqual([2, ""]);
    expect(errors).toContain("others may use it; if you trust what is in it, run chmod 600 on it");
  });

  it("does not take a folder for a key", async () => {
    const scratch = new Scratch();
    chmodSync(scratch.folder, 0o700);
    const { code, errors } = await scratch.run("keys", "export", "--key", scratch.folder);
    expect(code).toBe(2);
    expect(errors).toContain("there is none; make one");
  });

  it.each([
    ["no key", "hello\n"],
    ["a key that was cut", "PRIVATE+KEY+a+12345678+AYEKFALVFGyN\n"],
    ["far more than a key", "x".repeat(5000)],
  ])("does not repeat a file with %s", async (_name, text) => {
    const scratch = new Scratch();
    const key = scratch.file("signing.key", text);
    chmodSync(key, 0o600);
    const { code, errors } = await scratch.run("keys", "export", "--key", key);
    expect(code).toBe(2);
    expect(errors).not.toContain(text.trim());
  });
});
