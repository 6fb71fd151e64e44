import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../../errors.ts";
import { checkNote, readNote, signNote, writeNote } from "./note.ts";
import { generateSignerKey, readSignerKey, readVerifierKey, writeVerifierKey } from "./note-key.ts";

// The example of golang.org/x/mod/sumdb/note, which other implementations are tried with as well.
const SIGNER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const NOTE = `${TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

const verifier = readVerifierKey(VERIFIER);
const other = readSignerKey(generateSignerKey("example.org/other"));

function read(note: string): NonNullable<ReturnType<typeof readNote>> {
  const found = readNote(note);
  if (found === undefined) throw new Error("this is no note");
  return found;
}

describe("a signed note", () => {
  it("is byte for byte that of another implementation", () => {
    expect(writeNote(signNote(TEXT, readSignerKey(SIGNER)))).toBe(NOTE);
    expect(checkNote(read(NOTE), verifier)).toBe("signed");
  });

  it("keeps empty lines of its text, and signatures of keys nobody knows", () => {
    const text = "one\n\ntwo\n";
    const [theirs] = signNote(text, other).signatures;
    const ours = signNote(text, readSignerKey(SIGNER));
    const note = read(
      writeNote({ text, signatures: [...(theirs ? [theirs] : []), ...ours.signatures] }),
    );
    expect(note.text).toBe(text);
    expect(checkNote(note, verifier)).toBe("signed");
    expect(checkNote(note, other.verifier)).toBe("signed");
  });

  it("is bad where its text or its signature was changed", () => {
    expect(checkNote(read(NOTE.replace("answer", "question")), verifier)).toBe("bad");
    expect(checkNote(read(NOTE.replace("ZJkuBS", "ZJkuBT")), verifier)).toBe("bad");
  });

  it("is bad where one of two lines of a key is wrong", () => {
    const line = NOTE.slice(NOTE.indexOf("—"));
    const note = read(`${NOTE}${line.replace("ZJkuBS", "ZJkuBT")}`);
    expect(checkNote(note, verifier)).toBe("bad");
  });

  it("is unsigned for a key that has no line, also one of the same name", () => {
    expect(checkNote(read(NOTE), other.verifier)).toBe("unsigned");
    const namesake = readSignerKey(generateSignerKey("PeterNeumann"));
    expect(checkNote(read(NOTE), namesake.verifier)).toBe("unsigned");
  });

  it.each([
    ["no signatures", TEXT],
    ["no empty line", TEXT + NOTE.slice(NOTE.indexOf("—"))],
    ["no line feed at the end", NOTE.slice(0, -1)],
    ["carriage returns", NOTE.replaceAll("\n", "\r\n")],
    ["a hyphen instead of the dash", NOTE.replace("—", "-")],
    ["two spaces", NOTE.replace("— ", "—  ")],
    ["a name with a plus", NOTE.replace("Peter", "Peter+")],
    ["a signature that is not base64", NOTE.replace("x08go/", "x08go-")],
    ["a signature with bits to spare", NOTE.replace("nAM=", "nAN=")],
    ["a signature without bytes", `${TEXT}\n— name x08goQ==\n`.replace("x08goQ==", "x08gow==")],
    ["nothing", ""],
    ["a lone surrogate", NOTE.replace("If", "\ud800")],
    ["a hundred lines too many", TEXT + "\n" + NOTE.slice(NOTE.indexOf("—")).repeat(101)],
    ["more than a mebibyte", "x".repeat(1024 * 1024) + NOTE],
  ])("is not read with %s", (_name, note) => {
    expect(readNote(note)).toBeUndefined();
  });
});

describe("keys", () => {
  it("are read and written as text", () => {
    expect(writeVerifierKey(verifier)).toBe(VERIFIER);
    expect(writeVerifierKey(readSignerKey(`${SIGNER}\n`).verifier)).toBe(VERIFIER);
  });

  it("are made anew each time", () => {
    const [one, two] = [generateSignerKey("a"), generateSignerKey("a")];
    expect(one).not.toBe(two);
    expect(readSignerKey(one).verifier.name).toBe("a");
  });

  it.each([
    ["another id", VERIFIER.replace("c74f20a3", "c74f20a4")],
    ["another name", VERIFIER.replace("Peter", "Petra")],
    ["another algorithm", "PeterNeumann+c74f20a3+AhpclgcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"],
    ["a private key", SIGNER],
    ["a key too short", "PeterNeumann+c74f20a3+ARpc"],
    ["words", "my key"],
  ])("are refused with %s", (_name, text) => {
    expect(() => readVerifierKey(text)).toThrow(ConfigurationError);
  });

  it.each([
    ["another id", SIGNER.replace("c74f20a3", "c74f20a4")],
    ["a public key", VERIFIER],
    ["a cut", SIGNER.slice(0, -8)],
  ])("that are private are refused with %s, and not repeated", (_name, text) => {
    expect(() => readSignerKey(text)).toThrow(ConfigurationError);
    expect(() => readSignerKey(text)).not.toThrow(/AYEKFALV/);
  });

  it.each(["", "a b", "a+b", "a\nb", "\ud800"])("cannot have the name %j", (name) => {
    expect(() => generateSignerKey(name)).toThrow(ConfigurationError);
  });
});
