import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listed, tool } from "../../../test/gateway/listed.ts";
import type { PinSettings } from "../config/settings.ts";
import type { PinEvent } from "./pin-event.ts";
import { Pins } from "./pins.ts";
import { ToolCatalogue } from "./tool-catalogue.ts";

let folder: string;
let file: string;
let now: number;
let events: PinEvent[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-pins-"));
  file = join(folder, "capfence.mcp-lock.json");
  now = 0;
  events = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (mode: PinSettings["mode"]): Pins =>
  new Pins(
    { mode, file },
    (event) => void events.push(event),
    () => now,
  );

const kinds = (): readonly string[] =>
  events.splice(0).map(({ kind, upstream, tool: name }) => [kind, upstream, name].join(" ").trim());

describe("at the first use of an upstream", () => {
  it("its tools are taken as they are and written down, and never again", () => {
    const pins = open("first-use");
    expect(pins.statusOf("bank", listed(tool("pay")))).toEqual(new Map([["pay", "reviewed"]]));
    expect(kinds()).toEqual(["taken bank"]);
    expect(readFileSync(file, "utf8")).toContain('"pay"');
    const more = listed(tool("pay"), tool("steal"));
    expect(pins.statusOf("bank", more).get("steal")).toBe("new");
    expect(open("first-use").statusOf("bank", more).get("steal")).toBe("new");
    expect(open("locked").statusOf("bank", more).get("pay")).toBe("reviewed");
  });

  it("nothing is taken of a list that is not known to its end", () => {
    const pins = open("first-use");
    const catalogue = new ToolCatalogue();
    catalogue.learn(undefined, { tools: [tool("pay")], nextCursor: "2" });
    expect(pins.statusOf("bank", catalogue).get("pay")).toBe("new");
    catalogue.learn("2", { tools: [tool("read")] });
    expect([...pins.statusOf("bank", catalogue).values()]).toEqual(["reviewed", "reviewed"]);
  });

  it("nobody waits long for a lock that somebody has left there, and nothing is taken", () => {
    writeFileSync(`${file}.lock`, "");
    const start = performance.now();
    expect(
      open("first-use")
        .statusOf("bank", listed(tool("pay")))
        .get("pay"),
    ).toBe("new");
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it("nothing is taken that cannot be written down", () => {
    file = join(folder, "missing/lock.json");
    const pins = open("first-use");
    const catalogue = listed(tool("pay"));
    expect(pins.statusOf("bank", catalogue).get("pay")).toBe("new");
    expect(pins.isReviewed("bank", "pay", catalogue.definitionOf("pay")?.digest ?? "")).toBe(false);
    expect(events[0]).toMatchObject({ kind: "file", upstream: "bank" });
    expect(events[0]?.message).toMatch(/^cannot write .*; no tool of "bank" is taken as reviewed$/);
    pins.statusOf("bank", catalogue);
    expect(kinds()).toEqual(["file bank", "new bank pay"]);
  });

  it("what another process has taken before counts", () => {
    const [one, other] = [open("first-use"), open("first-use")];
    one.statusOf("bank", listed(tool("pay", "kind")));
    one.statusOf("files", listed(tool("read")));
    expect(other.statusOf("bank", listed(tool("pay", "evil"))).get("pay")).toBe("changed");
    expect(other.statusOf("files", listed(tool("read"))).get("read")).toBe("reviewed");
    expect(kinds()).toEqual(["taken bank", "taken files", "changed bank pay"]);
  });

  it("a tool that cannot be used is not taken", () => {
    const pins = open("first-use");
    pins.statusOf("bank", listed(tool("pay"), tool("Pay"), tool("read")));
    expect(kinds()).toEqual(["taken bank", "unusable bank pay", "unusable bank Pay"]);
    expect(pins.statusOf("bank", listed(tool("pay"), tool("read")))).toEqual(
      new Map([
        ["pay", "new"],
        ["read", "reviewed"],
      ]),
    );
  });
});

describe("when locked", () => {
  it("there must be a file", () => {
    expect(() => open("locked")).toThrow(/^there is no lock file .*; run "capfence mcp pin/);
  });

  it("an upstream that the file does not know has no reviewed tool", () => {
    open("first-use").statusOf("bank", listed(tool("pay")));
    expect(
      open("locked")
        .statusOf("shop", listed(tool("pay")))
        .get("pay"),
    ).toBe("new");
  });

  it.each(["locked", "first-use"] as const)(
    "or %s, the file must be sound at the start",
    (mode) => {
      writeFileSync(file, "{}");
      expect(() => open(mode)).toThrow("this release reads version 1");
    },
  );
});

describe("when pins are off", () => {
  it("everything is as reviewed, and nothing is read or written", () => {
    writeFileSync(file, "{}");
    const pins = open("off");
    expect(pins.statusOf("bank", listed(tool("pay"), tool("x"), tool("X")))).toEqual(
      new Map([["pay", "reviewed"]]),
    );
    expect(pins.isReviewed("bank", "pay", "any")).toBe(true);
    expect(readFileSync(file, "utf8")).toBe("{}");
  });
});

describe("a file that changes while a gateway runs", () => {
  it("counts within a second, without being told", () => {
    const pins = open("first-use");
    pins.statusOf("bank", listed(tool("pay")));
    const { digest = "" } = listed(tool("pay", "new")).definitionOf("pay") ?? {};
    now += 5000;
    expect(pins.isReviewed("bank", "pay", digest)).toBe(false);
    rmSync(file);
    open("first-use").statusOf("bank", listed(tool("pay", "new")));
    now += 500;
    expect(pins.isReviewed("bank", "pay", digest)).toBe(false);
    now += 500;
    expect(pins.isReviewed("bank", "pay", digest)).toBe(true);
  });

  it("and is gone makes nothing new again, whatever is used for the first time then", () => {
    const pins = open("first-use");
    pins.statusOf("bank", listed(tool("pay")));
    rmSync(file);
    pins.statusOf("shop", listed(tool("buy")));
    expect(pins.statusOf("bank", listed(tool("pay", "changed"))).get("pay")).toBe("changed");
    expect(readFileSync(file, "utf8")).toContain('"bank"');
  });

  it.each([
    ["is not sound any more", () => writeFileSync(file, "<<<<<<<"), "expected a JSON value"],
    ["is gone", () => rmSync(file), "is gone"],
  ])("and %s is reported once, and what was read stays", (_case, spoil, message) => {
    const pins = open("first-use");
    const catalogue = listed(tool("pay"));
    pins.statusOf("bank", catalogue);
    const before = readFileSync(file);
    events = [];
    spoil();
    pins.reload();
    pins.reload();
    expect(events).toHaveLength(1);
    expect(events[0]?.message).toContain(message);
    expect(events[0]?.message).toContain("what was read before stays in force");
    expect(pins.statusOf("bank", catalogue).get("pay")).toBe("reviewed");
    expect(pins.statusOf("shop", catalogue).get("pay")).toBe(
      message === "is gone" ? "reviewed" : "new",
    );
    writeFileSync(file, before);
    pins.reload();
    spoil();
    events = [];
    pins.reload();
    expect(kinds()).toEqual(["file"]);
  });
});
