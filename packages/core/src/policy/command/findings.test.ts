import { describe, expect, it } from "vitest";
import { known } from "./fields.ts";
import { Findings } from "./findings.ts";

const words = (count: number) => Array.from({ length: count }, (_item, index) => `w${index}`);

describe("findings", () => {
  it("hold so many runs, and say when there are more", () => {
    const findings = new Findings();
    for (let count = 0; count < 256; count += 1) findings.run([known("a")], false);
    expect(findings.opaque).toBeUndefined();
    findings.run([known("a")], false);
    expect(findings.opaque).toBe("it runs more than is read");
    expect(findings.runs).toHaveLength(256);
  });

  it("hold so many words in all, and say when there are more", () => {
    const findings = new Findings();
    findings.run(words(2048).map(known), false);
    findings.run(words(2048).map(known), true);
    expect(findings.opaque).toBeUndefined();
    findings.run([known("a")], false);
    expect(findings.opaque).toBe("it runs more than is read");
    expect(findings.runs).toHaveLength(2);
  });

  it("hold the shapes of words that are not known, where there are some", () => {
    const findings = new Findings();
    findings.run([known("a"), { text: undefined, shape: "b*", one: true }], true);
    findings.run([known("a"), { text: undefined, shape: undefined, one: false }], false);
    expect(findings.runs).toStrictEqual([
      { words: ["a", undefined], receives: true, shapes: new Map([[1, "b*"]]) },
      { words: ["a", undefined], receives: false },
    ]);
  });

  it("hold so many texts that a word may become, and say when there are more", () => {
    const findings = new Findings();
    findings.mention(words(128).join(" \n"));
    expect(findings.opaque).toBeUndefined();
    expect([...findings.mentions]).toStrictEqual(words(128));
    findings.mention("x");
    expect(findings.opaque).toBe("it sets more than is followed");
    expect(findings.mentions.size).toBe(128);
  });

  it("hold the beginning of a long text", () => {
    const findings = new Findings();
    findings.mention(`${"x".repeat(4095)}yz`);
    expect([...findings.mentions]).toStrictEqual([`${"x".repeat(4095)}y`]);
  });

  it("count the environment as one file", () => {
    const findings = new Findings();
    findings.environment();
    findings.environment();
    expect(findings.reads).toStrictEqual(["/proc/self/environ"]);
  });

  it("keep the first reason", () => {
    const findings = new Findings();
    findings.opaque = "x";
    for (let count = 0; count < 257; count += 1) findings.run([known("a")], false);
    findings.mention(words(129).join(" "));
    expect(findings.opaque).toBe("x");
  });
});
