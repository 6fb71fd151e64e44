import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateHolderKey, mintToken, readHolderKey, writeToken } from "@capfence/core/tokens";
import { generateSignerKey, readSignerKey } from "@capfence/core/tlog";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { problemsOf, reading } from "../../../test/gateway/reading.ts";

const KEY = generateSignerKey("holder");
const { publicKey, privateKey } = readHolderKey(KEY);
const ISSUER = readSignerKey(generateSignerKey("issuer"));
const HASHES = ["0", "1"].map((digit) => digit.repeat(64));

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-stored-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function minted(holder?: Uint8Array): string {
  const now = Date.now();
  const mandate = { tools: ["pay"], expires: now + 60_000 };
  return writeToken(mintToken(mandate, ISSUER, { now, ...(holder && { holder }) }));
}

function file(name: string, text: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

/** A configuration with this in `identity`. */
const text = (identity: object): string =>
  `policy: p.yaml\nidentity:\n  ${JSON.stringify(identity)}`;

describe("the stored tokens of a configuration", () => {
  it("are read, with the key of their holder where they are bound", () => {
    const [bound, open] = [minted(publicKey), minted()];
    const paths = { token: file("a.token", `${bound}\n`), key: file("holder.key", `${KEY}\n`) };
    const [sha256 = ""] = HASHES;
    const { identity } = reading(
      `${text({
        capability_token_file: paths.token,
        holder_key: paths.key,
        bearer: [{ sha256, actor: "bot", capability_token: "${TOKEN}" }],
      })}\nlisten: stdio`,
      { TOKEN: open },
    ).settings;
    const files = [paths.token, paths.key];
    expect(identity.capabilityToken).toEqual({ text: bound, key: privateKey, files });
    expect(identity.bearer?.[0]?.capabilityToken).toEqual({ text: open, files: [] });
  });

  it.each<[string, () => object, string]>([
    ["none", () => ({ capability_token: "sk-1" }), "capability_token: this is not a capability"],
    ["not set", () => ({ capability_token: "${NO}" }), 'the environment variable "NO" is not set'],
    [
      "given twice",
      () => ({ capability_token: minted(), capability_token_file: "x" }),
      "capability_token_file: stands beside capability_token",
    ],
    ["absent", () => ({ capability_token_file: "/no" }), '"/no": there is no such file'],
    ["a folder", () => ({ capability_token_file: folder }), "it is not a file"],
    ["empty", () => ({ capability_token_file: file("e", "") }), "this is not a capability token"],
    [
      "bound, without the key",
      () => ({ capability_token: minted(publicKey) }),
      "identity.capability_token: it is bound to a holder; name the file of the holder's key too",
    ],
    [
      "bound to another key",
      () => ({
        capability_token: minted(generateHolderKey().publicKey),
        holder_key: file("holder.key", KEY),
      }),
      "identity.capability_token: it is bound to another key than the one in",
    ],
    [
      "of the same caller as another",
      () => ({
        environment: "lab",
        bearer: [
          { sha256: HASHES[0], actor: "bot", environment: "lab", capability_token: minted() },
          { sha256: HASHES[1], actor: "bot" },
        ],
      }),
      "identity.bearer[1]: is the same caller as identity.bearer[0]",
    ],
  ])("are a problem where one is %s, which is not repeated", (_name, identity, problem) => {
    const problems = problemsOf(text(identity()));
    expect(problems).toEqual([expect.stringContaining(problem)]);
    expect(problems[0]).toMatch(/^3:\d+: identity/);
    expect(problems[0]).not.toMatch(/sk-1|capfence1\../);
  });

  it.each([
    [0o600, false, false],
    [0o640, false, true],
    [0o604, false, true],
    [0o644, true, false],
  ])("are exposed in a file with mode %o, bound: %s: %s", (mode, isBound, isExposed) => {
    const path = file("token", minted(isBound ? publicKey : undefined), mode);
    const identity = { capability_token_file: path, holder_key: file("holder.key", KEY) };
    const token = reading(text(identity)).settings.identity.capabilityToken;
    expect(token?.isExposed ?? false).toBe(isExposed);
  });

  it("are a problem where everybody must say who they are, and so one would be for nobody", () => {
    const [sha256] = HASHES;
    const own = { sha256, actor: "bot", capability_token: minted() };
    expect(problemsOf(text({ bearer: [own], capability_token: minted() }))).toEqual([
      expect.stringMatching(/^3:3: identity: its capability token would bound nobody's calls/),
    ]);
    expect(problemsOf(text({ bearer: [own] }))).toEqual([]);
    expect(problemsOf(text({ capability_token: minted() }))).toEqual([]);
  });

  it.each<[string, () => string, string]>([
    ["others may use", () => file("key", KEY, 0o640), "others may use it"],
    [
      "is a link",
      () => (symlinkSync(file("key", KEY), `${folder}/link`), `${folder}/link`),
      "link",
    ],
    ["is a folder", () => (mkdirSync(`${folder}/f`), `${folder}/f`), "it is not a file"],
    ["is sealed", () => file("key", '{"version":1}'), "sealed with a passphrase"],
    ["is none", () => file("key", KEY.slice(1)), "cannot read the holder's key"],
    ["is absent", () => "/no", "there is no such file"],
  ])("are not used with a key in a file that %s", (_name, key, problem) => {
    const identity = { capability_token: minted(publicKey), holder_key: key() };
    const problems = problemsOf(text(identity));
    expect(problems).toEqual([expect.stringMatching(/^3:\d+: identity\.holder_key: /)]);
    expect(problems[0]).toContain(problem);
    expect(problems[0]).not.toContain(KEY.split("+").at(-1));
  });
});
