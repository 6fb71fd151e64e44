import type { AssessedServer, DiscoveryReport } from "../report.ts";
import { whyNotListed } from "../why-not-listed.ts";
import { type Html, html, untrusted } from "./html.ts";

/** Every server, where it is configured, and what became of it. */
export function serversTable({ servers }: DiscoveryReport): Html {
  if (servers.length === 0)
    return html`<section id="servers">
      <h2>Servers</h2>
      <p>No configuration names a server.</p>
    </section>`;
  return html`<section id="servers">
    <h2>Servers</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Server</th>
            <th>Client</th>
            <th>Address</th>
            <th>State</th>
            <th>Tools</th>
          </tr>
        </thead>
        <tbody>
          ${servers.map(serverRow)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function serverRow({ server, tools }: AssessedServer): Html {
  const { name, origin, transport, address, state, behind } = server;
  const place =
    origin.file === undefined
      ? html``
      : html`<div class="quiet">
          ${untrusted(origin.line === undefined ? origin.file : `${origin.file}:${origin.line}`)}
        </div>`;
  const why =
    state === "listed" ? html`` : html`<div class="quiet">${untrusted(whyNotListed(server))}</div>`;
  const gateway =
    behind === undefined ? html`` : html`<div class="quiet">behind CapFence, as it says</div>`;
  return html`<tr>
    <td class="name">${untrusted(name)}</td>
    <td>${untrusted(origin.client)}${place}</td>
    <td><code>${untrusted(address)}</code> <span class="quiet">${transport}</span></td>
    <td>${state}${gateway}${why}</td>
    <td>${tools.length}</td>
  </tr> `;
}
