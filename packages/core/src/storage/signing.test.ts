import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigurationError } from "../errors.ts";
import { openSigning, readSigning, successionFile } from "./signing.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-signing-"));
  file = join(folder, "signing.key");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the key that signs a log", () => {
  it("is made where there is none, and read afterwards", () => {
    const made = openSigning(file);
    expect(made.signer.verifier.name).toMatch(/^capfence\.local\/[0-9a-f]{8}$/);
    expect(openSigning(file).signer.verifier).toMatchObject({ id: made.signer.verifier.id });
    expect(readSigning(file).succession).toBeUndefined();
  });

  it("is not used where others may read it, where there is none, or where it is no key", () => {
    expect(() => readSigning(file)).toThrow("make one with capfence keys init");
    openSigning(file);
    chmodSync(file, 0o644);
    expect(() => openSigning(file)).toThrow("others may use it");
    writeFileSync(file, "nonsense");
    chmodSync(file, 0o600);
    expect(() => openSigning(file)).toThrow(ConfigurationError);
    expect(() => openSigning(file)).toThrow(`cannot read the key "${file}"`);
  });

  it("comes with what the keys before it say, which must be a list of notes", () => {
    openSigning(file);
    writeFileSync(successionFile(file), '["a note"]');
    expect(readSigning(file).succession).toEqual(["a note"]);
    for (const text of ["{}", "[1]", "not JSON"]) {
      writeFileSync(successionFile(file), text);
      expect(() => readSigning(file)).toThrow(ConfigurationError);
    }
  });
});
