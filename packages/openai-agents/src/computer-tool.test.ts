import { type ActionRuntime, AgentActionBlocked, ConfigurationError } from "@capfence/core";
import { type Agent, computerTool, run } from "@openai/agents";
import { beforeEach, describe, expect, it } from "vitest";
import {
  agentWith,
  decisionsOf,
  errorOf,
  modelCalling,
  modelMaking,
  paymentsRuntime,
} from "../test/payments.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardTool } from "./guard-tool.ts";
import type { OpenAiGuardOptions } from "./options.ts";

let ran: unknown[];
let runtime: ActionRuntime;
let options: OpenAiGuardOptions;

beforeEach(() => {
  ran = [];
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent" };
});

class Screen {
  readonly environment = "browser";
  readonly dimensions: [number, number] = [800, 600];
  readonly #seen: unknown[];

  constructor(seen: unknown[]) {
    this.#seen = seen;
  }

  screenshot = (): string => this.#note("screenshot", "pixels");
  click = (x: number, y: number, button: string): void => this.#note(["click", x, y, button]);
  doubleClick = (x: number, y: number): void => this.#note(["doubleClick", x, y]);
  scroll = (...by: unknown[]): void => this.#note(["scroll", ...by.slice(0, 4)]);
  type = (text: string): void => this.#note(["type", text]);
  wait = (): void => this.#note("wait");
  move = (x: number, y: number): void => this.#note(["move", x, y]);
  keypress = (keys: string[]): void => this.#note(["keypress", keys]);
  drag = (path: [number, number][]): void => this.#note(["drag", path]);
  reboot = (): void => this.#note("reboot");

  #note<Output>(what: unknown, output?: Output): Output {
    this.#seen.push(what);
    return output as Output;
  }
}

const computerCall = (...actions: readonly object[]) =>
  modelMaking({
    type: "computer_call",
    callId: "k1",
    status: "completed",
    action: actions[0],
    actions,
  });

/** The agent with a tool, guarded. */
const agentOf = (tool: object, model = modelCalling()): Agent =>
  guardAgent(agentWith({ model, tools: [tool as never] }), options);

describe("a computer in a guarded agent", () => {
  const actions = [
    { type: "click", x: 1, y: 2, button: "left" },
    { type: "double_click", x: 1, y: 2 },
    { type: "scroll", x: 1, y: 2, scroll_x: 3, scroll_y: 4 },
    { type: "type", text: "hello" },
    { type: "wait" },
    { type: "move", x: 1, y: 2 },
    { type: "keypress", keys: ["a"] },
    {
      type: "drag",
      path: [
        { x: 1, y: 2 },
        { x: 3, y: 4 },
      ],
    },
  ];
  const done = [
    ["click", 1, 2, "left"],
    ["doubleClick", 1, 2],
    ["scroll", 1, 2, 3, 4],
    ["type", "hello"],
    "wait",
    ["move", 1, 2],
    ["keypress", ["a"]],
    [
      "drag",
      [
        [1, 2],
        [3, 4],
      ],
    ],
    "screenshot",
  ];
  const dispose: unknown[] = [];
  const computers = {
    "an instance": () => new Screen(ran),
    "a function": () => () => new Screen(ran),
    "a provider": () => ({
      create: () => new Screen(ran),
      dispose: ({ computer }: { computer: unknown }) =>
        void dispose.push(computer instanceof Screen),
    }),
  };

  it.each(Object.entries(computers))("made as %s does and records each action", async (_, make) => {
    const tool = computerTool({ computer: make() as never });
    await run(agentOf(tool, computerCall(...actions)), "x");
    expect(ran).toEqual(done);
    const decisions = await decisionsOf(runtime);
    expect(decisions.map(({ payload }) => payload)).toEqual([...actions, { type: "screenshot" }]);
  });

  it("does nothing past the policy, and the caller sees why, also in message mode", async () => {
    for (const onBlocked of ["throw", "message"] as const) {
      options = { ...options, onBlocked };
      const tool = computerTool({ computer: new Screen(ran) as never });
      const model = computerCall({ type: "type", text: "password" });
      const error = await errorOf(run(agentOf(tool, model), "x"));
      expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
    }
    expect(ran).toEqual([]);
  });

  it("does nothing that the guard does not know", async () => {
    const { computer } = guardTool(computerTool({ computer: new Screen(ran) as never }), options);
    const error = await errorOf((computer as unknown as { reboot(): Promise<void> }).reboot());
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(ran).toEqual([]);
  });

  it("pauses at an action that needs an approval, and goes on once it has it", async () => {
    options = { ...options, onApproval: "pause", approver: () => ({ by: "carol" }) };
    const tool = computerTool({ computer: new Screen(ran) as never });
    const agent = agentOf(tool, computerCall({ type: "type", text: "submit" }));
    const { state } = await run(agent, "x");
    expect(ran).toEqual([]);
    state.approve(state.getInterruptions()[0]!);
    await run(agent, state);
    expect(ran).toEqual([["type", "submit"], "screenshot"]);
  });
});
