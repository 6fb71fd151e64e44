import {
  ActionEvent,
  ActionRuntime,
  CapabilitySystem,
  lintPolicy,
  MemoryStorage,
} from "@capfence/core";
import { describe, expect, it } from "vitest";
import { formatPolicy } from "../../../cli/src/format/format-policy.ts";
import { deciding } from "../../test/starter/deciding.ts";
import { found, parameter, report, server, type Told } from "../../test/starter/reporting.ts";
import { starterPolicy } from "./starter-policy.ts";

const POISONED = found("poisoned_text", "critical", "indirect_injection");

/** The rule that decides a call of a tool that is alone in the report. */
function ruleFor(told: Omit<Told, "name">, payload = {}): string {
  return deciding(starterPolicy(report(server("files", [{ name: "tool", ...told }]))))(
    "tool",
    payload,
  );
}

/** A tool that moves money, by these parameters. */
function paying(...parameters: NonNullable<Told["parameters"]>): Omit<Told, "name"> {
  return { effects: ["money"], parameters };
}

describe("the starter policy", () => {
  it.each<[string, Omit<Told, "name">]>([
    ["allow reads", {}],
    [
      "allow reads",
      { effects: ["read", "filesystem"], findings: [found("unbounded_string", "low")] },
    ],
    ["require_approval doubtful", { effects: [] }],
    ["require_approval roams", { risk: "medium" }],
    ["require_approval roams", { findings: [found("free_path", "medium")] }],
    ["require_approval doubtful", { effects: ["read", "secret"] }],
    ["require_approval doubtful", { claims: { isReadOnly: false } }],
    ["require_approval doubtful", { claims: { isReadOnly: true, isDestructive: true } }],
    ["require_approval writes", { effects: ["read", "write"], claims: { isReadOnly: true } }],
    ["require_approval messages", { effects: ["write", "message"] }],
    ["require_approval deletes", { effects: ["write", "delete"] }],
    ["require_approval money", { effects: ["delete", "money"] }],
    ["deny executes", { effects: ["read", "execute"], claims: { isReadOnly: true } }],
    ["deny executes", { findings: [found("code_execution", "critical")] }],
    ["deny critical", { effects: ["write"], risk: "critical" }],
    ["deny critical", { findings: [found("anything", "critical")] }],
    ["deny impersonates", { findings: [found("shadowed_name", "high", "tool_naming_conflict")] }],
    ["deny deceives", { effects: ["execute"], findings: [POISONED] }],
    ["deny deceives", { findings: [found("hidden_text", "high")] }],
    ["allow reads", { findings: [found("hidden_text", "low"), found("poisoned_text", "info")] }],
    ["deny deceives", { findings: [found("covert_purpose", "medium")] }],
  ])("decides %s (%#)", (rule, told) => {
    expect(ruleFor(told)).toBe(rule);
  });

  it("denies all tools of a server that commands the model itself", () => {
    const text = starterPolicy(report(server("files", [{ name: "read" }], [POISONED])));
    expect(deciding(text)("read")).toBe("deny deceives");
  });

  it("denies what nobody has listed, and loads where there is nothing", () => {
    expect(deciding(starterPolicy(report()))("read")).toBe("deny unmapped");
    const { server: crm } = server("crm", [{ name: "find" }]);
    const failed = {
      server: { ...crm, state: "failed" as const, tools: [] },
      tools: [],
      findings: [],
    };
    const text = starterPolicy(report(server("files", [{ name: "read" }]), failed));
    expect(deciding(text)("find")).toBe("deny unmapped");
    expect(text).toContain(`#   "crm" of "given": failed\n`);
  });

  it("names tools as the gateway shows them: by themselves for one server, else behind its name", () => {
    const files = server("Files (work)", [{ name: "read" }]);
    expect(deciding(starterPolicy(report(files)))("read")).toBe("allow reads");
    const decide = deciding(starterPolicy(report(files, server("9 crm", [{ name: "read" }]))));
    expect([decide("files-work__read"), decide("crm__read"), decide("read")]).toEqual([
      "allow reads",
      "allow reads",
      "deny unmapped",
    ]);
  });

  it("takes the same server of two clients for one, and others of its name for others", () => {
    const files = server("files", [{ name: "read" }]);
    const worse = server("files", [{ name: "read", effects: ["write"] }]);
    expect(deciding(starterPolicy(report(files, worse)))("read")).toBe("require_approval writes");
    const other = server("files", [{ name: "read", definition: { title: "another" } }]);
    const decide = deciding(starterPolicy(report(files, other)));
    expect([decide("files__read"), decide("files-2__read")]).toEqual([
      "allow reads",
      "allow reads",
    ]);
  });

  it("leaves out what it cannot name alone: patterns, and names that the gateway refuses", () => {
    const names = [
      "*",
      "read*",
      "a*b",
      "mcp:sampling/createMessage",
      "read\u200b",
      "",
      "line\nallow: [x]",
    ];
    const text = starterPolicy(
      report(
        server(
          "files",
          names.map((name) => ({ name })),
        ),
      ),
    );
    const decide = deciding(text);
    for (const name of [...names, "anything"]) expect(decide(name)).toBe("deny unmapped");
    expect(text).toContain(
      String.raw`#   "line\nallow: [x]" of files: "its name holds characters that cannot be seen"`,
    );
  });

  it("keeps apart tools whose names differ in what a capability cannot hold", () => {
    const names = ["get.user", "get_user", "get/user", "get user", "получить", "取得"];
    const tools = names.map((name): Told =>
      name === "get_user" ? { name } : { name, effects: ["execute"] },
    );
    const decide = deciding(starterPolicy(report(server("crm", tools))));
    expect(names.map((name) => decide(name))).toEqual(
      names.map((name) => (name === "get_user" ? "allow reads" : "deny executes")),
    );
  });

  it("refuses to make a policy that would be too large to load", () => {
    const tools = Array.from({ length: 6000 }, (_, index) => ({
      name: `${"x".repeat(200)}${index}`,
    }));
    expect(() => starterPolicy(report(server("a", tools)))).toThrow(
      "no policy can be made for 6000 tools",
    );
  });

  it("is in the form of capfence policy fmt, and nothing in it is doubtful", () => {
    const tools: readonly Told[] = [
      { name: "read", effects: ["read"] },
      { name: "write: 'it' \"now\" #", effects: ["write"] },
      { name: "1e3", effects: ["execute"] },
      { name: "pay", effects: ["money"], parameters: [parameter("amount_cents", {})] },
      { name: "*" },
    ];
    for (const one of [
      report(),
      report(server("a", tools)),
      report(server("a", tools), server("b", tools)),
    ]) {
      const text = starterPolicy(one);
      expect(formatPolicy("starter.yaml", text, { modeline: false })).toBe(text);
      const { document } = new CapabilitySystem().loadPolicyText(text);
      expect(document && lintPolicy(document)).toEqual([]);
    }
  });
});

describe("money in the starter policy", () => {
  it("is bounded by the maximum of the schema, or by one that the owner is told to adapt", () => {
    const stated = paying(parameter("amount", { type: "number", maximum: 500 }));
    expect(ruleFor(stated, { amount: 500 })).toBe("require_approval money");
    expect(ruleFor(stated, { amount: 500.01 })).toBe("deny files.tool call");
    for (const schema of [{}, { maximum: 1e12 }, { maximum: -1 }, { maximum: "500" }]) {
      expect(ruleFor(paying(parameter("amount", schema)), { amount: 100 })).toBe(
        "require_approval money",
      );
      expect(ruleFor(paying(parameter("amount", schema)), { amount: 101 })).toBe(
        "deny files.tool call",
      );
    }
  });

  it("takes no maximum of which another schema of the value knows nothing", () => {
    const loose = { ...parameter("amount", {}), schemas: [{ maximum: 500 }, {}] };
    expect(ruleFor(paying(loose), { amount: 101 })).toBe("deny files.tool call");
  });

  it("is read in minor units where the parameter says so", () => {
    const cents = paying(parameter("amount_cents", { type: "integer" }));
    expect(ruleFor(cents, { amount_cents: 10_000 })).toBe("require_approval money");
    expect(ruleFor(cents, { amount_cents: 10_001 })).toBe("deny files.tool call");
  });

  it("is asked about where no bound would find it, and denied where an amount is missing", () => {
    expect(ruleFor(paying(), {})).toBe("require_approval money");
    const nested = paying(parameter("amount_cents", {}, "payment.amount_cents"));
    expect(ruleFor(nested, { payment: { amount_cents: 1 } })).toBe("require_approval money");
    expect(ruleFor(paying(parameter("amount", {})), {})).toBe("deny files.tool call");
    const deep = paying(parameter("amount", {}, "items[].amount"));
    expect(ruleFor(deep, { items: [{ amount: 60 }, { amount: 60 }] })).toBe("deny files.tool call");
  });

  it("is bounded in a day as well, for everybody together", async () => {
    const told = { name: "pay", ...paying(parameter("amount", { maximum: 10 })) };
    const capabilitySystem = new CapabilitySystem().loadPolicyText(
      // What is asked about would wait for somebody.
      starterPolicy(report(server("bank", [told]))).replace("require_approval:", "allow:"),
    );
    const runtime = new ActionRuntime({ capabilitySystem, storage: new MemoryStorage() });
    const pay = async (actor: string): Promise<string> =>
      (
        await runtime.execute(
          ActionEvent.create({ actor, capability: "bank.pay", payload: { amount: 10 } }),
        )
      ).reason;
    const reasons: string[] = [];
    // oxlint-disable-next-line no-await-in-loop
    for (let count = 0; count < 11; count += 1) reasons.push(await pay(`agent-${count}`));
    expect(reasons).toEqual([...Array.from({ length: 10 }, () => "policy_allow"), "policy_deny"]);
  });
});
