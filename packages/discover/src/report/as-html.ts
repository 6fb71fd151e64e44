import { createHash } from "node:crypto";
import type { Scan } from "./as-json.ts";
import { findingsList } from "./page/findings-list.ts";
import { Html, html } from "./page/html.ts";
import { overview } from "./page/overview.ts";
import { serversTable } from "./page/servers-table.ts";
import { STYLE } from "./page/style.ts";
import { taxonomySections } from "./page/taxonomy-sections.ts";
import { toolsTable } from "./page/tools-table.ts";
import type { DiscoveryReport } from "./report.ts";

/** Nothing is fetched, run or sent by the page, even if somebody's text ever came to be markup. */
const SECURITY = `default-src 'none'; style-src 'sha256-${hashOf(STYLE)}'; base-uri 'none'; form-action 'none'`;

/** In one piece, as its hash is of every character between its tags. */
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);

/** A report as one page that stands for itself: no scripts, and nothing from anywhere else. */
export function asHtml(report: DiscoveryReport, { version, at }: Scan): string {
  const tools = report.servers.flatMap((server) => server.tools).length;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(SECURITY)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>What agents can reach</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <header>
          <h1>What agents can reach</h1>
          <p class="quiet">
            ${counted(report.servers.length, "server")}, ${counted(tools, "tool")},
            ${counted(report.findings.length, "finding")}. CapFence ${version}, ${at.toISOString()}
          </p>
          <nav>
            <a href="#overview">Overview</a> <a href="#tools">Tools</a>
            <a href="#findings">What was found</a> <a href="#servers">Servers</a>
          </nav>
        </header>
        <main>
          ${overview(report)} ${toolsTable(report)} ${findingsList(report)} ${serversTable(report)}
          ${taxonomySections(report)}
        </main>
      </body>
    </html> `;
  return page.text;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
