import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { GrownLog } from "../../../test/grown-log.ts";
import { AuditError, ConfigurationError } from "../../errors.ts";
import { cosign, readNote, signNote, writeSignature } from "../../encoding/note/note.ts";
import { generateSignerKey, readSignerKey } from "../../encoding/note/note-key.ts";
import { readAddCheckpoint } from "./request.ts";
import { WitnessClient, type WitnessClientOptions } from "./witness-client.ts";

const TIME = 1_769_860_800;
const key = readSignerKey(generateSignerKey("example.org/log"));
const witness = readSignerKey(generateSignerKey("example.org/witness"));
const stranger = readSignerKey(generateSignerKey("example.org/witness"));
const log = new GrownLog("example.org/log/a", key);
const servers: Server[] = [];

type Handler = (body: string, response: ServerResponse, asked: number) => void;

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(handler: Handler): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      bodies.push(body);
      handler(body, response, bodies.length);
    });
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

async function clientOf(
  handler: Handler,
  options: Partial<WitnessClientOptions> = {},
): Promise<{ client: WitnessClient; bodies: string[] }> {
  const { url, bodies } = await serve(handler);
  const timeoutMilliseconds = 2000;
  const client = new WitnessClient({ url, key: witness.cosigner, timeoutMilliseconds, ...options });
  return { client, bodies };
}

/** The line of a witness for what is asked. */
function lineFor(body: string, signer = witness, time = TIME): string {
  return writeSignature(cosign(readAddCheckpoint(body)?.note.text ?? "", signer, time));
}

/** The line of the witness for another note. */
function lineOver(note: string): string {
  return writeSignature(cosign(readNote(note)?.text ?? "", witness, TIME));
}

function conflict(response: ServerResponse, size: number | string): void {
  response.writeHead(409, { "content-type": "text/x.tlog.size" }).end(`${size}\n`);
}

const signing: Handler = (body, response) => response.end(lineFor(body));

describe("a client of a witness", () => {
  it("keeps the checkpoint with the witness's signature, and proves from there next time", async () => {
    const { client, bodies } = await clientOf(signing);
    expect(client.name).toBe("witness example.org/witness");
    expect(client.cosigned(log.origin)).toBeUndefined();
    for (const size of [3, 11]) {
      const checkpoint = log.at(size);
      await client.publish(checkpoint);
      expect(client.cosigned(log.origin)).toBe(checkpoint.note + lineFor(bodies.at(-1) ?? ""));
    }
    expect(bodies.map((body) => body.split("\n", 1)[0])).toStrictEqual(["old 0", "old 3"]);
    expect(readAddCheckpoint(bodies[1] ?? "")?.proof).toStrictEqual(await log.at(11).proveFrom(3));
  });

  it("asks at the witness's path, whether or not it is named", async () => {
    const paths: string[] = [];
    const fetch = async (url: string, init: RequestInit): Promise<Response> => {
      paths.push(url);
      return new Response(lineFor(init.body as string));
    };
    for (const path of ["", "/", "/add-checkpoint", "/a/", "/a/add-checkpoint/"])
      await new WitnessClient({
        url: `https://w.example${path}`,
        key: witness.cosigner,
        fetch,
      }).publish(log.at(1));
    expect(paths.map((url) => url.replace("https://w.example", ""))).toStrictEqual([
      "/add-checkpoint",
      "/add-checkpoint",
      "/add-checkpoint",
      "/a/add-checkpoint",
      "/a/add-checkpoint",
    ]);
  });

  it("proves from the size that the witness says it signed last", async () => {
    const { client, bodies } = await clientOf((body, response, asked) => {
      if (asked === 1) conflict(response, 7);
      else response.end(lineFor(body));
    });
    await client.publish(log.at(9));
    expect(bodies.map((body) => body.split("\n", 1)[0])).toStrictEqual(["old 0", "old 7"]);
  });

  it("keeps only the signatures of the witness's key", async () => {
    const { client } = await clientOf((body, response) =>
      response.end(lineFor(body, stranger) + lineFor(body) + lineFor(body, stranger)),
    );
    const checkpoint = log.at(5);
    await client.publish(checkpoint);
    expect(
      client
        .cosigned(log.origin)
        ?.split("\n")
        .filter((line) => line.startsWith("— ")),
    ).toHaveLength(2);
  });

  it.each<readonly [string, Handler, string]>([
    [
      "signs with another key",
      (body, response) => response.end(lineFor(body, stranger)),
      "not signed with the key",
    ],
    [
      "signs another size",
      (_body, response) => response.end(lineOver(log.at(6).note)),
      "its signature is wrong",
    ],
    [
      "signs another log",
      (_body, response) =>
        response.end(lineOver(new GrownLog("example.org/log/b", key).at(5).note)),
      "its signature is wrong",
    ],
    [
      "does not say when",
      (body, response) => response.end(lineFor(body, witness, 0)),
      "its signature is wrong",
    ],
    [
      "adds a wrong signature to a right one",
      (body, response) =>
        response.end(lineFor(body) + writeSignature({ ...cosign("x\n", witness, TIME) })),
      "its signature is wrong",
    ],
    [
      "answers another note that it signed",
      (_body, response) => {
        const { text } = signNote("another\n", witness);
        response.end(`${text}\n${writeSignature(cosign(text, witness, TIME))}`);
      },
      "not a line with a signature",
    ],
    ["answers nothing", (_body, response) => response.end(), "not a line with a signature"],
    ["answers words", (_body, response) => response.end("yes\n"), "not a line with a signature"],
    [
      "answers without an end",
      (body, response) => response.end(lineFor(body).trimEnd()),
      "not a line with a signature",
    ],
    ["answers bytes", (_body, response) => response.end(Uint8Array.of(0xff)), "no answer from"],
    [
      "answers too much",
      (_body, response) => response.end("x".repeat(20_000_000)),
      "longer than 16384 bytes",
    ],
    ["hangs up", (_body, response) => response.destroy(), "no answer from"],
    [
      "sends elsewhere",
      (_body, response) => response.writeHead(307, { location: "/x" }).end(),
      "redirect",
    ],
    [
      "does not understand",
      (_body, response) => response.writeHead(400).end(),
      "does not understand the request",
    ],
    [
      "knows another key",
      (_body, response) => response.writeHead(403).end(),
      "not the key that signed",
    ],
    [
      "does not know the log",
      (_body, response) => response.writeHead(404).end(),
      "does not know this log",
    ],
    [
      "sees another history",
      (_body, response) => response.writeHead(422).end(),
      "the log was rewritten",
    ],
    ["is broken", (_body, response) => response.writeHead(503).end(), "it answered 503"],
    [
      "does not say its size",
      (_body, response) => response.writeHead(409).end("4\n"),
      "without the size",
    ],
    ["names half a size", (_body, response) => conflict(response, "4.5"), "without the size"],
    ["names no size", (_body, response) => conflict(response, ""), "without the size"],
    [
      "names a size beyond counting",
      (_body, response) => conflict(response, "9007199254740992"),
      "without the size",
    ],
    [
      "has seen a longer log",
      (_body, response) => conflict(response, 6),
      "an old copy was put back",
    ],
    [
      "has seen another log of this size",
      (_body, response) => conflict(response, 5),
      "the log was rewritten",
    ],
    [
      "refuses what it names",
      (_body, response) => conflict(response, 3),
      "refuses the size that it names",
    ],
    [
      "names ever another size",
      (_body, response, asked) => conflict(response, asked),
      "keeps naming another size",
    ],
  ])("says so where the witness %s, and keeps nothing", async (_name, handler, words) => {
    const { client, bodies } = await clientOf(handler);
    const failed = client.publish(log.at(5));
    await expect(failed).rejects.toThrow(AuditError);
    await expect(failed).rejects.toThrow(words);
    await expect(failed).rejects.toThrow(
      /witness example\.org\/witness did not sign .*"example\.org\/log\/a" with 5 records/,
    );
    expect(client.cosigned(log.origin)).toBeUndefined();
    expect(bodies.length).toBeLessThanOrEqual(3);
  });

  it.each<readonly [string, Handler]>([
    ["never answers", () => undefined],
    ["stops in the middle", (body, response) => void response.write(lineFor(body).slice(0, 9))],
  ])("does not wait for ever for a witness that %s", async (_name, handler) => {
    const { client } = await clientOf(handler, { timeoutMilliseconds: 100 });
    await expect(client.publish(log.at(5))).rejects.toThrow(/no answer from .*timeout/);
  });

  it("says so where nobody listens", async () => {
    const { client } = await clientOf(signing);
    servers[0]?.close();
    await expect(client.publish(log.at(5))).rejects.toThrow(
      /no answer from http:\/\/127\.0\.0\.1.*ECONNREFUSED/,
    );
  });

  it("goes on after a failure", async () => {
    const { client, bodies } = await clientOf((body, response, asked) => {
      if (asked === 2) response.writeHead(503).end();
      else response.end(lineFor(body));
    });
    await client.publish(log.at(4));
    await expect(client.publish(log.at(6))).rejects.toThrow(AuditError);
    expect(client.cosigned(log.origin)).toContain("\n4\n");
    await client.publish(log.at(8));
    expect(bodies.at(-1)).toMatch(/^old 4\n/);
    expect(client.cosigned(log.origin)).toContain("\n8\n");
  });

  it("says how to read a key that is still a text", () => {
    const options = { url: "http://127.0.0.1:1", key: "example.org/w+1+k" as never };
    expect(() => new WitnessClient(options)).toThrow("readVerifierKey");
  });

  it.each<readonly [string, Partial<WitnessClientOptions>]>([
    ["an address that is none", { url: "witness" }],
    ["a file", { url: "file:///etc/passwd" }],
    ["a password", { url: "http://a:b@127.0.0.1/" }],
    ["a log's key", { key: witness.verifier }],
    ["no time", { timeoutMilliseconds: 0 }],
    ["no number", { timeoutMilliseconds: Number.NaN }],
  ])("is not made with %s", (_name, options) => {
    expect(
      () => new WitnessClient({ url: "http://127.0.0.1:1", key: witness.cosigner, ...options }),
    ).toThrow(ConfigurationError);
  });
});
