import { Agent, type AgentConfig, type JSONValue, type ToolResultBlock } from "@strands-agents/sdk";
import { type ScriptedCall, ScriptedModel, type Turn } from "./scripted-model.ts";

/** A call of `pay`. */
export function pay(amount: number, id = `call-${amount}`): ScriptedCall {
  return { name: "pay", id, input: { amount } };
}

/** An agent whose model makes these calls, all in one turn or turn by turn. */
export function agentFor(turns: readonly Turn[], config: AgentConfig): Agent {
  return new Agent({ model: new ScriptedModel(turns), printer: false, ...config });
}

/** The results of the calls so far, in order. */
export function resultsOf(agent: Agent): readonly ToolResultBlock[] {
  return agent.messages.flatMap(({ content }) =>
    content.filter((block): block is ToolResultBlock => block.type === "toolResultBlock"),
  );
}

/** The whole state of an agent, as text. */
export function saved(agent: Agent): string {
  return JSON.stringify(agent.takeSnapshot({ preset: "session" }));
}

/** An agent that goes on from the state of another one. */
export function restored(agent: Agent, snapshot: string): Agent {
  agent.loadSnapshot(JSON.parse(snapshot));
  return agent;
}

/** Gives a human's answer to the one question an agent waits with. */
export function answering(
  id: string,
  response: JSONValue,
): { interruptResponse: InterruptAnswer }[] {
  return [{ interruptResponse: { interruptId: id, response } }];
}

interface InterruptAnswer {
  interruptId: string;
  response: JSONValue;
}
