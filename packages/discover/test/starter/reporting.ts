import type { JsonObject } from "@capfence/core";
import { ToolCatalogue } from "@capfence/mcp/gateway";
import type { Effect, Parameter } from "../../src/meaning/examined-tool.ts";
import type {
  AssessedServer,
  AssessedTool,
  DiscoveryReport,
  Finding,
} from "../../src/report/report.ts";
import type { Category } from "../../src/rules/rule.ts";
import type { Severity } from "../../src/taxonomies/severity.ts";

/** What a tool is to be in a report; it reads, and nothing was found, if nothing else is said. */
export interface Told {
  readonly name: string;
  readonly definition?: JsonObject;
  readonly effects?: readonly Effect[];
  readonly risk?: Severity;
  readonly findings?: readonly Finding[];
  readonly parameters?: readonly Parameter[];
  readonly claims?: Partial<AssessedTool["claims"]>;
}

const ORIGIN = { client: "given" };

/** A finding of a rule. */
export function found(id: string, severity: Severity, category: Category = "other"): Finding {
  const mappings = { cast: [], owaspAgentic: [], owaspLlm: [], nistAiRmf: [], mitreAtlas: [] };
  const text = { id, severity, category, title: id, help: "look at it", mappings };
  const rule = { ...text, about: "tool" as const, check: () => [] };
  return { id, rule, severity, server: "", origin: ORIGIN, pointer: "", message: id };
}

/** A parameter at the top of the arguments. */
export function parameter(name: string, schema: JsonObject, path: string = name): Parameter {
  const pointer = `/inputSchema/properties/${name}`;
  return { name, path, pointer, schemas: [schema], description: "", isRequired: true };
}

/** A server that was listed, with tools of which this was found. */
export function server(
  name: string,
  told: readonly Told[],
  about: readonly Finding[] = [],
): AssessedServer {
  const catalogue = new ToolCatalogue();
  catalogue.learn(undefined, { tools: told.map(definitionOf) });
  const listed = [...catalogue.tools];
  return {
    server: {
      name,
      origin: ORIGIN,
      transport: "stdio",
      address: "node",
      state: "listed",
      tools: listed,
      unusable: catalogue.faults,
      secrets: [],
    },
    tools: told.map((one) => assessed(name, one)),
    findings: about,
  };
}

/** A report about servers. */
export function report(...servers: readonly AssessedServer[]): DiscoveryReport {
  return { servers, findings: [] };
}

function definitionOf({ name, definition }: Told): JsonObject {
  return { name, inputSchema: { type: "object" }, ...definition };
}

function assessed(serverName: string, told: Told): AssessedTool {
  const { name, effects = ["read"], risk = "low", findings = [], parameters = [] } = told;
  return {
    server: serverName,
    name,
    title: "",
    description: "",
    definition: definitionOf(told),
    parameters,
    claims: {
      isReadOnly: undefined,
      isDestructive: undefined,
      isIdempotent: undefined,
      isOpenWorld: undefined,
      ...told.claims,
    },
    effects: new Set(effects),
    risk,
    findings,
    digest: "",
  };
}
