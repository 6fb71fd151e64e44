import type { Mappings } from "../../taxonomies/mappings.ts";
import type { Taxonomy } from "../../taxonomies/taxonomy.ts";
import type { DiscoveryReport, Finding } from "../report.ts";
import { taxonomyEntries } from "../taxonomy-entries.ts";
import { type Html, html } from "./html.ts";

/** What was found, in the terms of each taxonomy that people report by. */
export function taxonomySections({ findings }: DiscoveryReport): Html {
  return html`${taxonomyEntries().map(([key, taxonomy]) => taxonomySection(key, taxonomy, findings))}`;
}

function taxonomySection(
  key: keyof Mappings,
  { name, version, url, titles }: Taxonomy,
  findings: readonly Finding[],
): Html {
  const rows = Object.entries(titles).flatMap(([identifier, title]) => {
    const mapped = findings.filter(({ rule }) => rule.mappings[key].includes(identifier));
    if (mapped.length === 0) return [];
    const rules = [...new Set(mapped.map(({ rule }) => rule))].map(
      ({ id }) =>
        html`<li>
          <a href="#r-${id}"><code>${id}</code></a>
        </li>`,
    );
    return [
      html`<tr>
        <td><code>${identifier}</code></td>
        <td>${title}</td>
        <td>${mapped.length}</td>
        <td>
          <ul>
            ${rules}
          </ul>
        </td>
      </tr> `,
    ];
  });
  const table =
    rows.length === 0
      ? html`<p>No finding belongs to it.</p>`
      : html`<div class="scroll">
          <table>
            <thead>
              <tr>
                <th>Identifier</th>
                <th>Title</th>
                <th>Findings</th>
                <th>Rules</th>
              </tr>
            </thead>
            <tbody>
              ${rows}
            </tbody>
          </table>
        </div>`;
  return html`<section>
    <h2>${name} ${version}</h2>
    ${table}
    <p><a href="${url}" rel="noreferrer">${url}</a></p>
  </section> `;
}
