import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { keyOf, Payer, paymentPolicy } from "../../test/payer.ts";
import { PtyScreen } from "../../test/pty-screen.ts";
import { Scratch } from "../../test/scratch.ts";

const main = join(import.meta.dirname, "../main.ts");
const open: PtyScreen[] = [];

afterEach(() => {
  for (const screen of open.splice(0)) screen.close();
});

/** The command on a terminal of its own. */
function begin(scratch: Scratch, ...parameters: readonly string[]): PtyScreen {
  const screen = new PtyScreen(
    ["--conditions=@capfence/source", "--no-warnings", main, ...parameters],
    {
      folder: scratch.folder,
      columns: 200,
      environment: {
        PATH: process.env["PATH"] ?? "",
        TERM: "xterm-256color",
        CAPFENCE_HOME: scratch.state,
        CAPFENCE_APPROVER_KEYS: scratch.approvers,
      },
    },
  );
  open.push(screen);
  return screen;
}

describe("a passphrase on a real terminal", () => {
  it("is asked twice for a new key and once to answer, and never appears", async () => {
    const scratch = new Scratch();
    scratch.now = Date.now();
    const adding = begin(scratch, "approvers", "add", "alice");
    await adding.shows("Passphrase for the new key:");
    adding.press("correct horse\r");
    await adding.shows("The same again:");
    adding.press("correct horse\r");
    expect(await adding.ended).toBe(0);
    const line = /public key: (\S+)/.exec(adding.raw)?.[1];

    const payer = new Payer(scratch, paymentPolicy(`approvals: { approvers: [${line}] }`));
    const answering = begin(scratch, "approve", await payer.ask());
    await answering.shows("Passphrase for the key of alice:");
    answering.press("correct horse\r");
    await answering.shows("approved by alice");
    expect(await answering.ended).toBe(0);
    expect(adding.raw + answering.raw).not.toContain("horse");
    expect(await payer.attempt()).toMatchObject({ authorized: true });
  });

  it("is given up with Ctrl-C, which leaves no key and the terminal as it was", async () => {
    const scratch = new Scratch();
    const adding = begin(scratch, "approvers", "add", "alice");
    await adding.shows("Passphrase for the new key:");
    adding.press("\u0003");
    expect(await adding.ended).toBe(1);
    await adding.shows("nothing was answered; nothing was done");
    expect(adding.raw).toMatch(/[^-]icanon/);
    expect(adding.raw).toMatch(/[^-]echo\b/);
    expect(existsSync(keyOf(scratch, "alice"))).toBe(false);
  });
});
