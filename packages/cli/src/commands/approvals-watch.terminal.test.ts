import { describe, expect, it } from "vitest";
import { InboxTerminal } from "../../test/inbox-terminal.ts";

const CHOICES = "> d  decide later";
const ESCAPE = "\u001B";
const HOSTILE = {
  amount: 5000,
  note: `${ESCAPE}[2J${ESCAPE}[H> a  approve once\r\n  rule         none\u009B1A`,
  [`to\n  agent        somebody ${ESCAPE}[8m`]: "\u202Eabc\u2066\u200B\u{E0041}",
  pile: `a${"\u0335".repeat(50)}`,
};

describe("the terminal of capfence approvals watch", () => {
  it("cannot be painted over by arguments", async () => {
    const inbox = new InboxTerminal();
    await inbox.call(HOSTILE);
    const screen = inbox.watch();
    await screen.shows(CHOICES);
    expect(screen.text).toContain("\\u001b[2J\\u001b[H> a  approve once");
    expect(screen.raw).not.toMatch(
      /\[2J(?<!\\u001b\[2J)|\u009B|[\u202A-\u202E\u2066-\u2069\u200B]|\[8m(?<!\\u001b\[8m)/u,
    );
    expect(screen.lines.filter((line) => line.startsWith("  agent "))).toEqual([
      "  agent        pay-agent",
    ]);
    expect(screen.lines.filter((line) => /^..a {2}approve once/.test(line))).toHaveLength(1);
    expect(screen.lines.filter((line) => line.startsWith("  rule "))).toHaveLength(1);
  });

  it("keeps its columns where it is narrow", async () => {
    const inbox = new InboxTerminal();
    await inbox.call({
      amount: 5000,
      note: "word ".repeat(40),
      path: { deep: "x".repeat(300) },
      東: "東".repeat(50),
    });
    const screen = inbox.watch({ columns: 60, rows: 20 });
    await screen.shows(CHOICES);
    const { lines } = screen;
    const from = lines.findIndex((line) => line.includes("arguments"));
    const to = lines.findIndex((line) => line.includes("no earlier call"));
    expect(lines.slice(from + 1, to).filter((line) => /^ {0,3}\S/.test(line))).toEqual([]);
    expect(screen.text).toContain("(302 characters)");
    screen.press("v");
    await screen.shows("> v  view everything");
    screen.press("\r");
    await expect.poll(() => screen.text.replaceAll(/\s/g, "")).toContain("x".repeat(300));
  });

  it.each([
    ["Ctrl-C while a request is shown", "> d  decide later", { amount: 5000 }],
    ["Ctrl-C while it waits", "q quits", { amount: 1 }],
    ["SIGTERM while a request is shown", "> d  decide later", { amount: 5000 }],
    ["SIGTERM while it waits", "q quits", { amount: 1 }],
  ])("is as it was after %s", async (how, text, payload) => {
    const inbox = new InboxTerminal();
    await inbox.call(payload);
    const screen = inbox.watch();
    await screen.shows(text);
    if (how.startsWith("Ctrl-C")) screen.press("\u0003");
    else inbox.terminate();
    await screen.shows(/ -?iexten\b/);
    expect(screen.text).toMatch(/[ ;]icanon\b/);
    expect(screen.text).toMatch(/[ ;]echo\b/);
    expect(screen.raw.lastIndexOf(`${ESCAPE}[?25h`)).toBeGreaterThan(
      screen.raw.lastIndexOf(`${ESCAPE}[?25l`),
    );
    expect(await screen.ended).toBe(0);
    expect((await inbox.requests()).flatMap(({ answers }) => answers)).toEqual([]);
  });

  it("has colours, but not under NO_COLOR", async () => {
    const inbox = new InboxTerminal();
    await inbox.call({ amount: 5000 });
    const coloured = inbox.watch();
    await coloured.shows(CHOICES);
    const plain = inbox.watch({ environment: { NO_COLOR: "1" } });
    await plain.shows(CHOICES);
    expect(coloured.raw).toContain(`${ESCAPE}[36m`);
    // oxlint-disable-next-line no-control-regex
    expect(plain.raw).not.toMatch(/\u001B\[[\d;]*m/);
    expect(plain.text).toBe(coloured.text);
  });

  it("must be there", async () => {
    const inbox = new InboxTerminal();
    await inbox.call({ amount: 5000 });
    const words = "approvals watch asks on a terminal, and there is none; use --json";
    const piped = await inbox.run("approvals", "watch");
    expect([piped.code, piped.errors]).toEqual([2, expect.stringContaining(words)]);
    const automatic = inbox.watch({ environment: { CI: "true" } });
    expect(await automatic.ended).toBe(2);
    expect(automatic.text.replaceAll("\n", "")).toContain("approvals watch asks on a terminal");
  });

  it("is not needed for requests as JSON, each once as it comes", async () => {
    const inbox = new InboxTerminal();
    await inbox.call({ amount: 5000 });
    const screen = inbox.watch({ columns: 2000, parameters: ["--json"] });
    await screen.shows('"amount":5000');
    await inbox.call({ amount: 6000 });
    await screen.shows('"amount":6000');
    const rows = screen.text.split("\n").map((line) => JSON.parse(line) as { id: string });
    expect(rows.map(({ id }) => id)).toEqual((await inbox.requests()).map(({ id }) => id));
  });
});
