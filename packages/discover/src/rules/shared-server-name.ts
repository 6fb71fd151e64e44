import { canonicalJson } from "@capfence/core";
import type { ReachedServer } from "../inventory/inventory.ts";
import { lookAlikeKey } from "./names/name-keys.ts";
import { shown } from "../texts/unseen.ts";
import type { ServerRule } from "./rule.ts";

/** A server whose name is that of another server, or looks like it. */
export const sharedServerName: ServerRule = {
  id: "shared_server_name",
  severity: "medium",
  category: "tool_naming_conflict",
  title: "server name that stands for another server too",
  help: "Policies, approvals and people know a server by its name. Give each server a name of its own in every configuration.",
  mappings: {
    cast: ["CAST-05"],
    owaspAgentic: ["ASI03", "ASI04"],
    owaspLlm: ["LLM03"],
    nistAiRmf: ["MAP-4.2"],
    mitreAtlas: ["AML.T0073", "AML.T0074"],
  },
  about: "server",
  check: (server, others) => {
    const key = lookAlikeKey(server.name);
    const other = others.find(
      (one) => one !== server && lookAlikeKey(one.name) === key && !isSame(server, one),
    );
    if (other === undefined) return [];
    const is = other.name === server.name ? "is also that of" : `looks like ${shown(other.name)},`;
    const message = `its name ${shown(server.name)} ${is} another server, at ${shown(other.address)}`;
    return [{ pointer: "", message, evidence: { other: { ...other.origin } } }];
  },
};

/** As far as can be told: the same address, and the same tools where both have been asked. */
function isSame(one: ReachedServer, other: ReachedServer): boolean {
  if (one.name !== other.name || one.transport !== other.transport) return false;
  if (one.address !== other.address) return false;
  return one.state !== "listed" || other.state !== "listed" || toolsOf(one) === toolsOf(other);
}

function toolsOf({ tools }: ReachedServer): string {
  return canonicalJson(tools.map(({ name, digest }) => `${name} ${digest}`).toSorted());
}
