import type { DiscoveryReport, Finding } from "../report.ts";
import { type Html, html, untrusted } from "./html.ts";
import { badge } from "./overview.ts";

/** Every finding with what to do about it, which is said once for each rule; the rule with the worst comes first. */
export function findingsList({ findings }: DiscoveryReport): Html {
  if (findings.length === 0)
    return html`<section id="findings">
      <h2>What was found</h2>
      <p>Nothing was found in what was listed.</p>
    </section>`;
  const byRule = Map.groupBy(findings, ({ rule }) => rule);
  return html`<section id="findings">
    <h2>What was found</h2>
    ${Array.from(
      byRule,
      ([rule, found]) =>
        html`<article id="r-${rule.id}">
          <h3>${rule.title} <code class="quiet">${rule.id}</code></h3>
          <p>${rule.help}</p>
          <p class="quiet">${Object.values(rule.mappings).flat().join(", ")}</p>
          <ul>
            ${found.map(findingItem)}
          </ul>
        </article> `,
    )}
  </section>`;
}

function findingItem({ id, severity, server, tool, origin, pointer, message }: Finding): Html {
  const { client, file, line } = origin;
  const place = file === undefined ? client : line === undefined ? file : `${file}:${line}`;
  const about = tool === undefined ? html`` : html` / ${untrusted(tool)}`;
  const within = pointer === "" ? html`` : html` <code>${untrusted(pointer)}</code>`;
  return html`<li id="f-${id}">
    ${badge(severity)} <span class="name">${untrusted(server)}${about}</span>${within}
    <div>${untrusted(message)}</div>
    <div class="quiet">${untrusted(place)}</div>
  </li> `;
}
