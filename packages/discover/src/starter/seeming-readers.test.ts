import { type JsonObject } from "@capfence/core";
import { ToolCatalogue } from "@capfence/mcp/gateway";
import { describe, expect, it } from "vitest";
import { READERS, SEEMING_READERS } from "../../test/hostile/seeming-readers.ts";
import { deciding } from "../../test/starter/deciding.ts";
import type { ReachedServer } from "../inventory/inventory.ts";
import { assess } from "../report/assess.ts";
import { starterPolicy } from "./starter-policy.ts";

function reached(name: string, definition: JsonObject): ReachedServer {
  const catalogue = new ToolCatalogue();
  catalogue.learn(undefined, { tools: [definition] });
  return {
    name,
    origin: { client: "given" },
    transport: "tools",
    address: name,
    state: "listed",
    tools: [...catalogue.tools],
    unusable: catalogue.faults,
    secrets: [],
  };
}

function decisionOn(definition: JsonObject): string {
  const server = reached("server", definition);
  return deciding(starterPolicy(assess({ servers: [server] })))(server.tools[0]?.name ?? "");
}

describe("the starter policy does not allow what seems to read, with", () => {
  it.each(Object.entries(SEEMING_READERS))("%s", (_, definition) => {
    expect(decisionOn(definition)).toMatch(/^(?:require_approval|deny) /);
  });
});

describe("the starter policy allows what reads, with", () => {
  it.each(Object.entries(READERS))("%s", (_, definition) => {
    expect(decisionOn(definition)).toBe("allow reads");
  });
});

it("denies the tools of two servers that share a name, whatever they list", () => {
  const servers = ["get_rows", "get_columns"].map((name) => ({
    ...reached("shop", { name, inputSchema: { type: "object" } }),
    address: name,
  }));
  const decide = deciding(starterPolicy(assess({ servers })));
  expect(decide("shop__get_rows")).toBe("deny impersonates");
  expect(decide("shop-2__get_columns")).toBe("deny impersonates");
});
