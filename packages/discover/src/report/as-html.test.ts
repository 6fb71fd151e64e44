import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  heldSecret,
  HOSTILE,
  listedTool,
  payingTool,
  reachedServer,
  sharedName,
} from "../../test/an-inventory.ts";
import type { ReachedServer } from "../inventory/inventory.ts";
import { asHtml } from "./as-html.ts";
import { assess } from "./assess.ts";
import { taxonomySections } from "./page/taxonomy-sections.ts";

const scan = { version: "1.2.3", at: new Date("2026-01-31T12:00:00.000Z") };
const RULES = [payingTool, sharedName, heldSecret];

function pageOf(...servers: readonly ReachedServer[]): string {
  return asHtml(assess({ servers }, RULES), scan);
}

/** With one space wherever there is any, as browsers show it. */
function spaced(page: string): string {
  return page.replaceAll(/\s+/g, " ");
}

/** The elements of a page, without those that mark what could not be seen. */
const elements = (page: string): readonly string[] =>
  [...page.matchAll(/<(?!\/?mark>)[^>]*>/g)].map(([tag]) => tag.replace(/[0-9a-f]{32}/, "id"));

describe("a report as a page", () => {
  it("shows tools with their risk and what was found, each once with what to do", () => {
    const page = pageOf(reachedServer("bank", { tools: [listedTool("pay"), listedTool("repay")] }));
    expect(spaced(page)).toContain(
      "1 server, 2 tools, 2 findings. CapFence 1.2.3, 2026-01-31T12:00:00.000Z",
    );
    expect(page.match(/amount_lte/g)).toHaveLength(1);
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.filter((id) => id?.startsWith("f-"))).toHaveLength(2);
    for (const id of links) expect(page).toContain(`id="${id}"`);
  });

  it("says what was not listed before it speaks of tools, and nothing of it where all was", () => {
    const page = pageOf(
      reachedServer("bank", { state: "unasked", fault: "start it with --yes" }),
      reachedServer("shop"),
    );
    expect(page).toContain("<b>Not listed</b>");
    expect(page.indexOf("start it with --yes")).toBeLessThan(page.indexOf('id="tools"'));
    expect(pageOf(reachedServer("shop"))).not.toContain("<b>Not listed</b>");
  });

  it("allows its own style and nothing else", () => {
    const page = pageOf();
    const [, style = ""] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/<script|<link|<img|style="|url\(|@import| on\w+=/i);
  });

  it("shows hostile names as text, with everything in them to be seen", () => {
    const hostile = pageOf(
      reachedServer(HOSTILE, {
        address: HOSTILE,
        origin: { client: HOSTILE, file: HOSTILE },
        tools: [listedTool(`pay${HOSTILE}`, { title: HOSTILE })],
        secrets: [{ origin: { client: HOSTILE }, held: HOSTILE }],
      }),
      reachedServer(HOSTILE, { state: "failed", fault: HOSTILE }),
    );
    const tame = pageOf(
      reachedServer("a", {
        address: "a",
        origin: { client: "a", file: "a" },
        tools: [listedTool("pay", { title: "a" })],
        secrets: [{ origin: { client: "a" }, held: "a" }],
      }),
      reachedServer("a", { state: "failed", fault: "a" }),
    );
    expect(elements(hostile)).toEqual(elements(tame));
    expect(hostile).not.toMatch(/(?!\n)[\p{C}\p{Default_Ignorable_Code_Point}]/u);
  });
});

describe("the section of a taxonomy", () => {
  it("lists what was found below the identifiers that rules name", () => {
    const report = assess({ servers: [reachedServer("s", { tools: [listedTool("pay")] })] }, RULES);
    const { text } = taxonomySections(report);
    expect(spaced(text)).toContain("<td>Insufficient Capability Scoping</td> <td>1</td>");
    expect(text).toContain('<a href="#r-paying_tool">');
    expect(text).not.toContain("CAST-04");
  });
});
