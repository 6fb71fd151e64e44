import { statSync } from "node:fs";
import { join } from "node:path";
import {
  checkNote,
  Frontier,
  generateSignerKey,
  type Hash,
  leafHash,
  proveConsistency,
  readNote,
  readSignerKey,
  readVerifierKey,
  signNote,
  type VerifierKey,
  writeCheckpoint,
  writeNote,
  writeVerifierKey,
} from "@capfence/core/tlog";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { Scratch, type Started } from "../../test/scratch.ts";

const ORIGIN = "example.org/log";
const log = readSignerKey(generateSignerKey(ORIGIN));
const leaves: readonly Hash[] = Array.from({ length: 16 }, (_, index) =>
  leafHash(Uint8Array.of(index)),
);

/** The body of a request to sign the tree of the first leaves. */
async function extending(oldSize: number, size: number, hashes = leaves): Promise<string> {
  const frontier = new Frontier();
  for (const leaf of hashes.slice(0, size)) frontier.append(leaf);
  const proof = await proveConsistency(Math.min(oldSize, size), size, hashes);
  const lines = [`old ${oldSize}`, ...proof.map((hash) => Buffer.from(hash).toString("base64"))];
  const root = frontier.root();
  const text = writeCheckpoint({ origin: ORIGIN, size, root, extensions: [] });
  return `${lines.join("\n")}\n\n${writeNote(signNote(text, log))}`;
}

interface Running extends Started {
  readonly url: string;
  readonly key: VerifierKey;
}

async function startWitness(scratch: Scratch): Promise<Running> {
  const started = await scratch.start(
    2,
    "witness",
    "--listen",
    "127.0.0.1:0",
    "--log",
    writeVerifierKey(log.verifier),
  );
  const [first = "", second = ""] = started.lines;
  return {
    ...started,
    url: first.replace("✓ signing checkpoints at ", ""),
    key: readVerifierKey(second.replace("public key: ", "")),
  };
}

const post = (url: string, body: string | Uint8Array<ArrayBuffer>): Promise<Response> =>
  fetch(url, { method: "POST", body });

describe("capfence witness", () => {
  it("signs over HTTP what extends the last checkpoint, and remembers it when it is killed", async () => {
    const scratch = new Scratch();
    await scratch.run("keys", "init", "example.org/witness");
    const first = await startWitness(scratch);
    const body = await extending(0, 5);
    const response = await post(first.url, body);
    expect(response.status).toBe(200);
    const note = readNote(body.slice(body.indexOf("\n\n") + 2) + (await response.text()));
    expect(note && checkNote(note, first.key)).toBe("signed");
    await first.stop("SIGKILL");

    const second = await startWitness(scratch);
    const shorter = await post(second.url, await extending(0, 4));
    expect([
      shorter.status,
      shorter.headers.get("content-type"),
      await shorter.text(),
    ]).toStrictEqual([409, "text/x.tlog.size", "5\n"]);
    expect((await post(second.url, await extending(5, 16))).status).toBe(200);
    for (const file of ["witness.db", "witness.db-wal"])
      expect(statSync(join(scratch.state, file)).mode & 0o777).toBe(0o600);
    expect(await second.stop("SIGTERM")).toBe(0);
  });

  it("keeps the proof that a log shows two histories, and says so when it starts", async () => {
    const scratch = new Scratch();
    await scratch.run("keys", "init", "example.org/witness");
    const first = await startWitness(scratch);
    const others = leaves.with(1, leafHash(Uint8Array.of(99)));
    expect((await post(first.url, await extending(0, 5))).status).toBe(200);
    for (let attempt = 0; attempt < 3; attempt += 1)
      expect((await post(first.url, await extending(5, 5, others))).status).toBe(409);
    await first.stop("SIGTERM");
    const second = await startWitness(scratch);
    await second.stop("SIGTERM");
    expect(second.errors()).toContain("this file holds proof (1) that a log showed two histories");
  });

  it("refuses what is no request to add a checkpoint", async () => {
    const scratch = new Scratch();
    await scratch.run("keys", "init", "example.org/witness");
    const { url } = await startWitness(scratch);
    expect((await fetch(url)).status).toBe(405);
    expect((await post(url.replace("add-checkpoint", "x"), "")).status).toBe(404);
    expect((await post(url.replace("add-checkpoint", "/[x:"), "")).status).toBe(404);
    expect((await post(url, "old 0\n")).status).toBe(400);
    expect((await post(url, "x".repeat(64 * 1024 + 1))).status).toBe(413);
    expect((await post(url, Uint8Array.of(0xff, 0xfe))).status).toBe(413);
    expect((await post(url, await extending(0, 3))).status).toBe(200);
  });

  it.each([
    [["--log", "no key"], "this is not a public key"],
    [["--log", writeVerifierKey(log.cosigner)], "is of a witness; name the key of a log"],
    [["--log", writeVerifierKey(log.verifier), "--listen", "80"], "is not an address to listen at"],
    [["--log", writeVerifierKey(log.verifier), "--listen", "192.0.2.1:1"], "cannot listen at"],
    [[], "--log"],
  ])("does not start with %j", async (parameters, problem) => {
    const scratch = new Scratch();
    await scratch.run("keys", "init", "example.org/witness");
    const { code, output, errors } = await scratch.run("witness", ...parameters);
    expect([code, output]).toStrictEqual([2, ""]);
    expect(errors).toContain(problem);
  });

  it("does not start without a key, nor on a file of somebody else", async () => {
    const scratch = new Scratch();
    const known = ["--log", writeVerifierKey(log.verifier)];
    expect((await scratch.run("witness", ...known)).errors).toContain(
      "make one with capfence keys",
    );
    await scratch.run("keys", "init", "example.org/witness");
    const state = join(scratch.folder, "other.db");
    const database = new DatabaseSync(state);
    database.exec("CREATE TABLE t (x)");
    database.close();
    const { code, errors } = await scratch.run("witness", ...known, "--state", state);
    expect(code).toBe(2);
    expect(errors).toContain("it is not the file of a witness");
  });
});
