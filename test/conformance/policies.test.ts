import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ActionEvent, CapabilitySystem, type Decision } from "../../packages/core/src/index.ts";
import { client2, connect } from "../../packages/mcp/test/in-process/clients.ts";
import { fixtureServer } from "../../packages/mcp/test/fixture/server.ts";

const client = client2();
await connect(fixtureServer(), client);
const tools = (await client.listTools()).tools.map(({ name }) => name);

/** What a policy decides of a call of a tool, or of something else a client asks of a server. */
function decide(policy: string, tool: string, payload: Record<string, unknown> = {}): Decision {
  const file = join(import.meta.dirname, `policies/${policy}.yaml`);
  const system = new CapabilitySystem().loadPolicy(file);
  const capability = system.capabilityOfTool(tool) ?? tool;
  return system.decide(ActionEvent.create({ actor: "referee", capability, payload }));
}

/** Arguments that the referee sends, or could. */
const sent = [{}, { region: "Hello" }, { prompt: "Say so." }, { message: "Your name?" }];

describe.each(["open", "strict"])("the policy %s", (policy) => {
  it("allows every call of the referee", () => {
    expect(tools).toContain("test_simple_text");
    const called = tools.filter((name) => name !== "never_called");
    const refused = called.filter((tool) =>
      sent.some((payload) => decide(policy, tool, payload).effect !== "allow"),
    );
    expect(refused).toEqual([]);
  });

  it("allows what a client asks of a server apart from tools", () => {
    expect(decide(policy, "mcp.resources.read")).toMatchObject({ effect: "allow" });
  });
});

describe("the policy strict", () => {
  it("hides a tool, and denies and asks for arguments that nobody sends", () => {
    expect(decide("open", "never_called").effect).toBe("allow");
    expect(decide("strict", "never_called").effect).toBe("deny");
    const effect = (payload: object): string =>
      decide("strict", "test_x_mcp_header", { ...payload }).effect;
    expect(effect({ region: "forbidden-zone" })).toBe("deny");
    expect(effect({ region: "Hello", level: 2_000_000 })).toBe("require_approval");
  });
});
