import { type Severity, SEVERITIES } from "../../taxonomies/severity.ts";
import type { DiscoveryReport } from "../report.ts";
import { summarize } from "../summary.ts";
import { whyNotListed } from "../why-not-listed.ts";
import { type Html, html, untrusted } from "./html.ts";

const WORST_FIRST: readonly Severity[] = SEVERITIES.toReversed();

/** How much there is of everything, and whose tools nobody knows. */
export function overview(report: DiscoveryReport): Html {
  const { tools, findings } = summarize(report);
  return html`<section id="overview">
    <h2>Findings</h2>
    ${counts(findings)}
    <h2>Tools by risk</h2>
    ${counts(tools)} ${notListed(report)}
  </section>`;
}

/** A severity in its colour, and in words for those who see none. */
export function badge(severity: Severity): Html {
  return html`<span class="badge ${severity}">${severity}</span>`;
}

function counts(bySeverity: Readonly<Record<Severity, number>>): Html {
  const items = WORST_FIRST.map(
    (severity) => html`<li><b>${bySeverity[severity]}</b>${badge(severity)}</li> `,
  );
  return html`<ul class="counts">
    ${items}
  </ul>`;
}

function notListed({ servers }: DiscoveryReport): Html {
  const items = servers
    .filter(({ server }) => server.state !== "listed")
    .map(
      ({ server }) =>
        html`<li>
          <span class="name">${untrusted(server.name)}</span>
          <span class="quiet">${untrusted(server.origin.client)}</span>:
          ${untrusted(whyNotListed(server))}
        </li> `,
    );
  if (items.length === 0) return html``;
  return html`<div class="notice" id="not-listed">
    <b>Not listed</b>
    <p>Nobody knows the tools of these servers, so nothing here speaks of them.</p>
    <ul>
      ${items}
    </ul>
  </div>`;
}
