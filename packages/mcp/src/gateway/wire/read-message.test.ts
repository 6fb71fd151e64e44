import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { spelledJson, spelledObject } from "../../../test/gateway/spelled-json.ts";
import { answerText, type Incoming, requestText } from "./message.ts";
import { readClientMessage, readServerMessage } from "./read-message.ts";
import { RpcFailure } from "./rpc-failure.ts";

const LIMITS = { depth: 64, size: 1_000_000 };
const READERS: readonly [string, (text: string) => Incoming][] = [
  ["a client", (text) => readClientMessage(text, LIMITS)],
  ["a server", readServerMessage],
];

/** What a reader throws for a text. */
function failureOf(read: (text: string) => Incoming, text: string): RpcFailure {
  try {
    read(text);
  } catch (error) {
    if (error instanceof RpcFailure) return error;
    throw error;
  }
  throw new Error(`it was read: ${text}`);
}

/** What a reader reads in a text; undefined if it refuses it. */
function readOrRefused(read: (text: string) => Incoming, text: string): Incoming | undefined {
  try {
    return read(text);
  } catch (error) {
    if (error instanceof RpcFailure) return undefined;
    throw error;
  }
}

describe.each(READERS)("a message of %s", (_who, read) => {
  it.each<[string, number, string]>([
    ["that is no JSON", -32_700, '{"jsonrpc":"2.0",'],
    ["that is empty", -32_700, ""],
    ["with more after it", -32_700, '{"jsonrpc":"2.0","method":"a"} {}'],
    ["that is a batch", -32_600, '[{"jsonrpc":"2.0","method":"a"}]'],
    ["that is an empty batch", -32_600, "[]"],
    ["that is null", -32_600, "null"],
    ["that is text", -32_600, '"a"'],
    ["of another version", -32_600, '{"jsonrpc":"1.0","id":1,"method":"a"}'],
    ["of no version", -32_600, '{"id":1,"method":"a"}'],
    ["of a version that is a number", -32_600, '{"jsonrpc":2.0,"id":1,"method":"a"}'],
    ["with an id that is null", -32_600, '{"jsonrpc":"2.0","id":null,"method":"a"}'],
    ["with an id that is an object", -32_600, '{"jsonrpc":"2.0","id":{},"method":"a"}'],
    ["with an id that is no whole number", -32_600, '{"jsonrpc":"2.0","id":1.5,"method":"a"}'],
    ["with an id that is too long", -32_600, requestText({ id: "x".repeat(257), method: "a" })],
    ["with a method that is no text", -32_600, '{"jsonrpc":"2.0","id":1,"method":["a"]}'],
    ["with a method that is null", -32_600, '{"jsonrpc":"2.0","id":1,"method":null}'],
    ["with parameters in a list", -32_602, '{"jsonrpc":"2.0","id":1,"method":"a","params":[1]}'],
    [
      "with parameters that are null",
      -32_602,
      '{"jsonrpc":"2.0","id":1,"method":"a","params":null}',
    ],
    ["that asks and answers", -32_600, '{"jsonrpc":"2.0","id":1,"method":"a","result":{}}'],
    ["that asks and fails", -32_600, '{"jsonrpc":"2.0","id":1,"method":"a","error":null}'],
    [
      "that answers twice",
      -32_600,
      '{"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":""}}',
    ],
    ["that answers with a list", -32_600, '{"jsonrpc":"2.0","id":1,"result":[]}'],
    ["that answers with null", -32_600, '{"jsonrpc":"2.0","id":1,"result":null}'],
    ["that fails without a code", -32_600, '{"jsonrpc":"2.0","id":1,"error":{"message":"x"}}'],
    ["that fails without words", -32_600, '{"jsonrpc":"2.0","id":1,"error":{"code":1}}'],
    ["that answers nobody", -32_600, '{"jsonrpc":"2.0","result":{}}'],
    ["that says nothing", -32_600, '{"jsonrpc":"2.0","id":1}'],
    ["with one more member", -32_600, '{"jsonrpc":"2.0","id":1,"method":"a","Method":"b"}'],
    ["with a prototype", -32_600, '{"jsonrpc":"2.0","id":1,"method":"a","__proto__":{}}'],
    ["with two methods", -32_700, '{"jsonrpc":"2.0","id":1,"method":"a","method":"b"}'],
    ["with two ids", -32_700, '{"jsonrpc":"2.0","id":1,"\\u0069d":2,"method":"a"}'],
  ])("%s is refused", (_what, code, text) => {
    // Readers may stop before they know what is wrong with it.
    expect([code, -32_700]).toContain(failureOf(read, text).code);
  });

  it("is refused under the id that it has, if it has one", () => {
    expect(failureOf(read, '{"jsonrpc":"1.0","id":7,"method":"a"}').id).toBe(7);
    expect(failureOf(read, '{"jsonrpc":"2.0","id":"x","method":"a","params":[]}').id).toBe("x");
    expect(failureOf(read, '{"jsonrpc":"2.0","id":null,"method":"a"}').id).toBeUndefined();
  });

  it("is a request, a notification or an answer by what it holds", () => {
    expect(read('{"jsonrpc":"2.0","id":0,"method":"a","params":{"x":1}}')).toEqual({
      kind: "request",
      message: { id: 0, method: "a", params: { x: 1 } },
    });
    expect(read('{"jsonrpc":"2.0","method":"a"}')).toEqual({
      kind: "notification",
      message: { method: "a" },
    });
    expect(read('{"jsonrpc":"2.0","id":"","error":{"code":1,"message":"no"}}')).toMatchObject({
      kind: "answer",
      id: "",
      answer: { error: { code: 1 }, text: '{"code":1,"message":"no"}' },
    });
  });

  it("that cannot be read is refused and nothing else, whatever it is", () => {
    const message = spelledObject(spelledJson).map((text) =>
      text.replace("{", '{"jsonrpc":"2.0","id":1,'),
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), spelledJson, message), (text) => {
        expect(() => readOrRefused(read, text)).not.toThrow();
      }),
      { numRuns: 3000 },
    );
  });

  it("that answers is passed on as it was written", () => {
    fc.assert(
      fc.property(spelledObject(spelledJson), (written) => {
        const text = `{"jsonrpc":"2.0", "result" :${written},"id":3}`;
        const incoming = readOrRefused(read, text);
        if (incoming === undefined) return;
        if (incoming.kind !== "answer") throw new Error("it is no answer");
        expect(incoming.answer.text).toBe(written.trim());
        const again = JSON.parse(answerText(9, incoming.answer)) as object;
        expect(again).toEqual({ jsonrpc: "2.0", id: 9, result: JSON.parse(written) as object });
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a message of a client", () => {
  const [, read] = READERS[0] ?? ["", readServerMessage];

  it.each([
    ["a number that is not exact", '{"x":9007199254740993}'],
    ["a number beyond all", '{"x":1e400}'],
    ["a key twice", '{"x":{"y":1,"y":2}}'],
    ["a key twice, spelled otherwise", '{"x":[{"y":1,"\\u0079":2}]}'],
    ["a lone surrogate", '{"x":"\\ud800"}'],
  ])("is refused for %s", (_what, params) => {
    expect(failureOf(read, `{"jsonrpc":"2.0","id":1,"method":"a","params":${params}}`).code).toBe(
      -32_700,
    );
  });

  it("is refused beyond its limits", () => {
    const nested = `${"[".repeat(70)}${"]".repeat(70)}`;
    const deep = `{"jsonrpc":"2.0","id":1,"method":"a","params":{"x":${nested}}}`;
    expect(failureOf(read, deep).code).toBe(-32_700);
    const long = requestText({ id: 1, method: "a", params: { x: "x".repeat(1_000_000) } });
    expect(failureOf(read, long).code).toBe(-32_700);
  });

  it("has parameters that nobody can change", () => {
    const incoming = read('{"jsonrpc":"2.0","id":1,"method":"a","params":{"x":{"y":[1]}}}');
    if (incoming.kind !== "request") throw new Error("it is no request");
    const { x } = incoming.message.params as unknown as { readonly x: { readonly y: number[] } };
    expect(() => x.y.push(2)).toThrow(TypeError);
  });
});

describe("a message of a server", () => {
  it("keeps numbers as they were written, however large", () => {
    const result = '{"x":9007199254740993,"y":1e400,"z":-0.0}';
    const incoming = readServerMessage(`{"jsonrpc":"2.0","id":1,"result":${result}}`);
    expect(incoming).toMatchObject({ answer: { text: result } });
  });

  it("may be nested deeper than anybody reads, and is refused or read", () => {
    const deep = `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`;
    const text = `{"jsonrpc":"2.0","id":1,"result":${deep}}`;
    expect(() => readOrRefused(readServerMessage, text)).not.toThrow();
  });
});
