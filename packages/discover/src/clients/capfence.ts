import { join } from "node:path";
import { parseYaml } from "../config/parse-yaml.ts";
import type { Client } from "./client.ts";
import { fillWith, type Meaning, type Place } from "./fill-in.ts";
import { variable } from "./host.ts";
import { readJsonEntry } from "./server-entry.ts";
import { tablesUnder } from "./server-tables.ts";

/** The gateway of CapFence: the servers that stand behind it. */
export const capfence: Client = {
  name: "capfence",
  files: ({ project }) =>
    project === undefined ? [] : [{ path: join(project, "capfence.mcp.yaml"), folder: project }],
  parse: parseYaml,
  tables: (root, { folder }) => tablesUnder(root, "upstreams", folder),
  entry: readJsonEntry,
  fillIn: (text, place) => {
    // `$${` stands for the characters themselves.
    const parts = text.split("$${").map((part) => fillReferences(part, place));
    const fault = parts.find((part) => part.fault !== undefined)?.fault;
    return {
      text: parts.map((part) => part.text).join("${"),
      used: new Map(parts.flatMap(({ used }) => [...used])),
      ...(fault === undefined ? {} : { fault }),
    };
  },
};

const fillReferences = fillWith(gatewayMeaning);

/** `${NAME}`, which must be set. */
function gatewayMeaning(reference: string, { host }: Place): Meaning | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(reference)) return undefined;
  const value = variable(host, reference);
  return value === undefined
    ? { fault: `the environment variable "${reference}" is not set` }
    : { text: value, variable: reference };
}
