import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { InboxTerminal } from "../../test/inbox-terminal.ts";

const document = join(import.meta.dirname, "../../../../docs/approvals-inbox.md");

it("the documentation shows the inbox as it is", async () => {
  const inbox = new InboxTerminal();
  await inbox.call({ amount: 1200, to: "NL91ABNA0417164300", memo: "May" });
  const [earlier] = await inbox.requests();
  await inbox.running.approvals.approve(earlier?.id ?? "", { by: "dave" });
  await inbox.call({ amount: 1200, to: "NL91ABNA0417164300", memo: "May" });
  inbox.pass(7200);
  await inbox.call({ amount: 5000, to: "GB33BUKB20201555555555", urgent: true });
  const [, request] = await inbox.requests();
  const screen = inbox.watch();
  await screen.shows("> d  decide later");
  const shown = [screen.text];
  await inbox.running.approvals.cancel(request?.id ?? "", { by: "ops", reason: "sent twice" });
  await screen.shows("q quits");
  const { lines } = screen;
  shown.push(lines.slice(lines.findIndex((line) => line.includes("cancelled"))).join("\n"));
  const pictures = [
    ...readFileSync(document, "utf8").matchAll(/^```text screen\n(.*?)^```$/gms),
  ].map(([, text = ""]) => text.trim());
  expect(shown.map((text) => text.replaceAll(/apr_\w+/g, "apr_0123456789abcdef").trim())).toEqual(
    pictures,
  );
});
