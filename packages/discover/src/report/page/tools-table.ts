import type { AssessedTool, DiscoveryReport } from "../report.ts";
import { riskiestFirst } from "../worst-first.ts";
import { type Html, html, untrusted } from "./html.ts";
import { badge } from "./overview.ts";

/** Every tool, that of most risk first, with what was found about it. */
export function toolsTable({ servers }: DiscoveryReport): Html {
  const tools = servers.flatMap((server) => server.tools).toSorted(riskiestFirst);
  if (tools.length === 0)
    return html`<section id="tools">
      <h2>Tools</h2>
      <p>No server has listed a tool.</p>
    </section>`;
  return html`<section id="tools">
    <h2>Tools</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Risk</th>
            <th>Server</th>
            <th>Tool</th>
            <th>May</th>
            <th>Found</th>
          </tr>
        </thead>
        <tbody>
          ${tools.map(toolRow)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function toolRow({ server, name, title, effects, risk, findings }: AssessedTool): Html {
  const shownTitle = title === "" ? html`` : html`<div class="quiet">${untrusted(title)}</div>`;
  const found = findings.map(
    ({ id, rule, severity }) =>
      html`<li>${badge(severity)} <a href="#f-${id}">${rule.title}</a></li>`,
  );
  const list =
    found.length === 0
      ? html`<span class="quiet">nothing</span>`
      : html`<ul>
          ${found}
        </ul>`;
  return html`<tr>
    <td>${badge(risk)}</td>
    <td class="name">${untrusted(server)}</td>
    <td><span class="name">${untrusted(name)}</span>${shownTitle}</td>
    <td>${[...effects].join(", ")}</td>
    <td>${list}</td>
  </tr> `;
}
