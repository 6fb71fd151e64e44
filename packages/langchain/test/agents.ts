import { AIMessage, fakeModel, ToolMessage } from "langchain";

/** What a model is asked in tests. */
export const ASK: { messages: { role: "user"; content: string }[] } = {
  messages: [{ role: "user", content: "pay bob" }],
};

/** A call of the tool `pay`, as a model makes it. */
export function payCall(amount: unknown, id = "c1"): ModelCall {
  return { name: "pay", args: { amount }, id };
}

/** A call that a model makes. */
export interface ModelCall {
  name: string;
  args: Record<string, unknown>;
  id: string;
}

/** A model that makes these calls at once, and is done after that. */
export function modelAsking(...calls: ModelCall[]): ReturnType<typeof fakeModel> {
  return fakeModel().respondWithTools(calls).respond(new AIMessage("done"));
}

/** A model that has made its calls already. */
export function modelDone(): ReturnType<typeof fakeModel> {
  return fakeModel().respond(new AIMessage("done"));
}

/** The answers to the calls of a model, in order. */
export function toolMessages(state: {
  readonly messages: readonly unknown[];
}): readonly ToolMessage[] {
  return state.messages.filter((message) => ToolMessage.isInstance(message));
}
