import { describe, expect, it } from "vitest";
import { fromBase64 } from "../../encoding/base64.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";

const ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

describe("a checkpoint", () => {
  it.each([
    ["no more lines", 0, [], `capfence/a\n0\n${ROOT}\n`],
    ["lines that say more", 20852163, ["time 1"], `capfence/a\n20852163\n${ROOT}\ntime 1\n`],
  ])("is written and read with %s", (_name, size, extensions, text) => {
    const checkpoint = {
      origin: "capfence/a",
      size,
      root: fromBase64(ROOT) ?? new Uint8Array(),
      extensions,
    };
    expect(writeCheckpoint(checkpoint)).toBe(text);
    expect(readCheckpoint(text)).toStrictEqual(checkpoint);
  });

  it.each([
    ["no origin", `\n0\n${ROOT}\n`],
    ["a size with a zero before it", `a\n01\n${ROOT}\n`],
    ["a negative size", `a\n-1\n${ROOT}\n`],
    ["a size beyond what can be counted", `a\n9007199254740993\n${ROOT}\n`],
    ["a size that is no decimal", `a\n1e3\n${ROOT}\n`],
    ["no root", "a\n1\n"],
    ["a root that is too short", "a\n1\nAAAA\n"],
    ["a root that is not base64", `a\n1\n${ROOT.replace("+", "-")}\n`],
    ["an empty line", `a\n1\n${ROOT}\n\n`],
    ["no line feed at the end", `a\n1\n${ROOT}`],
    ["nothing", ""],
  ])("is not read with %s", (_name, text) => {
    expect(readCheckpoint(text)).toBeUndefined();
  });
});
