import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { InboxTerminal } from "../../test/inbox-terminal.ts";
import type { PtyScreen } from "../../test/pty-screen.ts";

const PASSPHRASE = "a few words of mine";
const CHOICES = "> d  decide later";

/** Moves to a choice, and takes it once it is highlighted. */
async function take(screen: PtyScreen, key: string): Promise<void> {
  screen.press(key);
  await screen.shows(`> ${key}  `);
  screen.press("\r");
}

function keyOf({ folder }: InboxTerminal, name: string): string {
  return join(folder, `${name}.key`);
}

describe("capfence approvals watch", () => {
  it("shows a request that appears, and approves it once", async () => {
    const inbox = new InboxTerminal();
    const screen = inbox.watch();
    await screen.shows("waiting for requests");
    await inbox.call({ amount: 5000 });
    await screen.shows(CHOICES);
    expect(screen.text).toContain("no earlier call like this");
    await take(screen, "a");
    await screen.shows(/request apr_\w+ approved/);
    expect(await inbox.requests()).toMatchObject([
      { state: "approved", answers: [{ answer: "approved", by: "carol" }] },
    ]);
    expect(await inbox.call({ amount: 5000 })).toBeUndefined();
    expect(await inbox.call({ amount: 5000 })).toContain("approval");
  });

  it("rejects with a reason, which reaches the agent", async () => {
    const inbox = new InboxTerminal();
    await inbox.call({ amount: 5000 });
    const screen = inbox.watch();
    await screen.shows(CHOICES);
    await take(screen, "r");
    await screen.shows("why? the agent is told");
    screen.press("\r");
    await screen.shows(CHOICES);
    await take(screen, "r");
    await screen.shows("why? the agent is told");
    screen.press("ask the payee first");
    await screen.shows("ask the payee first");
    screen.press("\r");
    await screen.shows(/request apr_\w+ rejected/);
    expect(await inbox.call({ amount: 5000 })).toContain("ask the payee first");
  });

  it("takes a request away while a reason is typed", async () => {
    const inbox = new InboxTerminal();
    await inbox.call({ amount: 5000 });
    const screen = inbox.watch();
    await screen.shows(CHOICES);
    await take(screen, "r");
    await screen.shows("why? the agent is told");
    screen.press("not befo");
    await screen.shows("not befo");
    const [request] = await inbox.requests();
    await inbox.running.approvals.cancel(request?.id ?? "", { by: "ops" });
    await screen.shows("was cancelled by ops");
    screen.press("re Monday\r");
    await screen.shows("q quits");
    expect(await inbox.requests()).toMatchObject([{ state: "cancelled", answers: [] }]);
  });

  it("opens later calls of a session, for the time that is asked for", async () => {
    const inbox = new InboxTerminal();
    await inbox.call({ amount: 5000 });
    const screen = inbox.watch();
    await screen.shows(CHOICES);
    await take(screen, "s");
    await screen.shows("opens every payments.transfer.production of pay-agent");
    screen.press("8 hours\r");
    await screen.shows("a number and s, m, h or d");
    screen.press("\u0015");
    screen.press("8h");
    await screen.shows(/\? for how long.* 8h$/);
    screen.press("\r");
    await screen.shows(/request apr_\w+ approved/);
    expect(await inbox.call({ amount: 9000 })).toBeUndefined();
    expect(await inbox.call({ amount: 9000 }, { sessionId: "other" })).toContain("approval");
    inbox.pass(8 * 3600);
    expect(await inbox.call({ amount: 9000 })).toContain("approval");
  });

  it("opens later calls within the envelope that it proposes, which it shows as a rule", async () => {
    const inbox = new InboxTerminal();
    await inbox.call({ amount: 5000, to: "B" });
    const screen = inbox.watch();
    await screen.shows(CHOICES);
    await take(screen, "e");
    await screen.shows("amount_lte: 5000");
    await screen.shows("? for how long");
    screen.press("1h\r");
    await screen.shows("and later calls with it");
    expect(await inbox.call({ amount: 4000, to: "B" })).toBeUndefined();
    expect(await inbox.call({ amount: 5001, to: "B" })).toContain("approval");
    expect(await inbox.call({ amount: 4000, to: "C" })).toContain("approval");
  });

  it("takes a request away that expires, and its keys with it", async () => {
    const inbox = new InboxTerminal();
    await inbox.call({ amount: 5000 });
    const screen = inbox.watch();
    await screen.shows(CHOICES);
    screen.press("a");
    await screen.shows("> a  approve once");
    inbox.pass(899);
    await screen.shows("1s left");
    inbox.pass(1);
    await screen.shows("has expired; you have not");
    screen.press("\r");
    await screen.shows("waiting for requests; q quits");
    expect(screen.text).not.toContain("approve once");
    expect(await inbox.requests()).toMatchObject([{ answers: [] }]);
  });

  it("takes a request away that somebody else answers, and answers no other instead", async () => {
    const inbox = new InboxTerminal();
    await inbox.call({ amount: 5000 });
    await inbox.call({ amount: 6000 });
    const screen = inbox.watch();
    await screen.shows("2 requests wait");
    await screen.shows(CHOICES);
    screen.press("a");
    await screen.shows("> a  approve once");
    const [first] = await inbox.requests();
    await inbox.running.approvals.approve(first?.id ?? "", { by: "dave" });
    await screen.shows("was approved by dave elsewhere");
    screen.press("a\r");
    await screen.shows("one request waits");
    await screen.shows(/decide later/);
    expect(await inbox.requests()).toMatchObject([
      { answers: [{ by: "dave" }] },
      { state: "pending", answers: [] },
    ]);
    const second = (await inbox.requests())[1]?.id ?? "";
    await inbox.running.approvals.cancel(second, { by: "ops", reason: "no longer needed" });
    await screen.shows("was cancelled by ops: no longer needed");
  });

  it("puts requests off, and shows them again when that is wanted", async () => {
    const inbox = new InboxTerminal();
    await inbox.call({ amount: 5000 });
    const screen = inbox.watch();
    await screen.shows(CHOICES);
    screen.press("\r");
    await screen.shows("waiting for requests; 1 put off, r shows them again");
    screen.press("r");
    await screen.shows(CHOICES);
    expect(await inbox.requests()).toMatchObject([{ state: "pending", answers: [] }]);
  });

  it("signs with the key of an approver, and waits for the others", async () => {
    const inbox = new InboxTerminal();
    const publicKeys: string[] = [];
    for (const name of ["carol", "dave"]) {
      inbox.answers.push(PASSPHRASE, PASSPHRASE);
      const { output } = await inbox.run("approvers", "add", name, "--key", keyOf(inbox, name));
      publicKeys.push(/\w+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+/.exec(output)?.[0] ?? output);
    }
    await inbox.call({ amount: 5000 }, {}, inbox.runtimeFor(publicKeys));
    const unsigned = inbox.watch();
    await unsigned.shows(CHOICES);
    expect(unsigned.text).toContain("this takes the key of an approver (carol, dave)");
    expect(unsigned.text).not.toContain("approve once");
    const signed = inbox.watch({ parameters: ["--key", keyOf(inbox, "carol")] });
    await signed.shows("assphrase");
    signed.press(`${PASSPHRASE}\r`);
    await signed.shows("0 of 2 approvals, for carol, dave");
    await signed.shows(CHOICES);
    await take(signed, "a");
    await signed.shows("1 of 2 approvals (carol), for carol, dave; it");
    await unsigned.shows("1 of 2 approvals (carol)");
    expect(signed.text).not.toContain(PASSPHRASE);
    expect(await inbox.requests()).toMatchObject([
      { state: "pending", answers: [{ by: "carol", signature: expect.any(String) }] },
    ]);
  });

  it("says how many wait where there are many", async () => {
    const inbox = new InboxTerminal();
    for (let amount = 2001; amount <= 2021; amount += 1) await inbox.call({ amount });
    const screen = inbox.watch();
    await screen.shows("21 requests wait; each is shown, and answered by itself");
    await screen.shows(CHOICES);
    expect(screen.text).toContain("21 requests wait, the oldest:");
  });
});
