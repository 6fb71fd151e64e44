import type { ActionRuntime, DecisionRecord, OutcomeRecord } from "@capfence/core";
import type { BaseMessage } from "langchain";
import type { ClientTool } from "@langchain/core/tools";
import type { Framework } from "./framework.ts";

/** One tool call that the scripted model makes. */
export interface ScriptedCall {
  readonly id: string;
  readonly name: string;
  readonly args: Readonly<Record<string, string | number>>;
}

/** What became of a call: what the log holds of it, and what the model was told. */
export interface Attempt {
  readonly call: ScriptedCall;
  readonly decision: DecisionRecord;
  readonly outcome: OutcomeRecord | undefined;
  readonly answer: string;
  /** Whether the answer reached the model as an error. */
  readonly refused: boolean;
}

/** LangChain's agent loop around a model that makes scripted calls; everything but the model is as in earnest. */
export class ScriptedAgent {
  readonly #framework: Framework;
  readonly #model: ReturnType<Framework["fakeModel"]>;
  readonly #agent: ReturnType<Framework["createAgent"]>;
  readonly #runtime: ActionRuntime;
  #conversation: readonly BaseMessage[] = [];

  constructor(framework: Framework, tools: readonly ClientTool[], runtime: ActionRuntime) {
    this.#framework = framework;
    this.#model = framework.fakeModel();
    this.#agent = framework.createAgent({ model: this.#model, tools: [...tools] });
    this.#runtime = runtime;
  }

  /** Lets the agent make one call and says what became of it. */
  async attempt(call: ScriptedCall): Promise<Attempt> {
    const { AIMessage, HumanMessage } = this.#framework;
    this.#model
      .respondWithTools([{ ...call, args: { ...call.args } }])
      .respond(new AIMessage("done"));
    const { messages } = await this.#agent.invoke({
      messages: [...this.#conversation, new HumanMessage("go on with your list")],
    });
    this.#conversation = messages;
    const answer = messages.find(
      (message: BaseMessage) => "tool_call_id" in message && message.tool_call_id === call.id,
    );
    return {
      call,
      ...(await this.#recordsOf(call)),
      answer: answer?.text ?? "",
      refused: answer !== undefined && "status" in answer && answer.status === "error",
    };
  }

  async #recordsOf(call: ScriptedCall): Promise<Pick<Attempt, "decision" | "outcome">> {
    let decision: DecisionRecord | undefined;
    let outcome: OutcomeRecord | undefined;
    for await (const record of this.#runtime.auditTrail.records()) {
      if (record.kind === "decision" && record.context["toolCallId"] === call.id) decision = record;
      if (record.kind === "outcome" && record.decision === decision?.id) outcome = record;
    }
    if (decision === undefined)
      throw new Error(`no decision on ${call.name} (${call.id}) was recorded`);
    return { decision, outcome };
  }
}
