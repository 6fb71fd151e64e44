import { Mastra } from "@mastra/core";
import { Agent, type AgentConfig, type ToolsInput } from "@mastra/core/agent";
import { InMemoryStore } from "@mastra/core/storage";
import { isValidationError } from "@mastra/core/tools";

process.env["MASTRA_TELEMETRY_DISABLED"] = "1";

type Model = AgentConfig["model"];

/** A call that the scripted model makes. */
export interface ScriptedCall {
  readonly toolName: string;
  readonly toolCallId?: string;
  readonly input: unknown;
}

/** A message that makes the model call tools in one turn, and say `done` after that. */
export function calling(...calls: readonly ScriptedCall[]): string {
  return JSON.stringify(
    calls.map(({ toolName, toolCallId, input }, index) => ({
      type: "tool-call",
      toolCallType: "function",
      toolCallId: toolCallId ?? `call-${index + 1}`,
      toolName,
      input: JSON.stringify(input),
    })),
  );
}

interface Message {
  readonly role: string;
  readonly content: readonly { readonly type: string; readonly text?: string }[];
}

/** A model that does what the last user message says; `asked` notes the messages of each time it is asked. */
export function scriptedModel(asked: unknown[] = []): Model {
  const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
  const turn = (prompt: readonly Message[]): { content: object[]; finishReason: string } => {
    asked.push(prompt);
    const last = prompt.at(-1);
    if (last?.role !== "user")
      return { content: [{ type: "text", text: "done" }], finishReason: "stop" };
    return { content: JSON.parse(last.content[0]?.text ?? ""), finishReason: "tool-calls" };
  };
  return {
    specificationVersion: "v2",
    provider: "scripted",
    modelId: "scripted",
    supportedUrls: {},
    doGenerate: async ({ prompt }: { prompt: readonly Message[] }) => ({
      ...turn(prompt),
      usage,
      warnings: [],
    }),
    doStream: async ({ prompt }: { prompt: readonly Message[] }) => {
      const { content, finishReason } = turn(prompt);
      const parts = content.flatMap((part) =>
        "text" in part
          ? [
              { type: "text-start", id: "text" },
              { type: "text-delta", id: "text", delta: part.text },
              { type: "text-end", id: "text" },
            ]
          : [part],
      );
      return {
        stream: ReadableStream.from([
          { type: "stream-start", warnings: [] },
          ...parts,
          { type: "finish", finishReason, usage },
        ]),
      };
    },
  } as unknown as Model;
}

/** What an agent is made with. */
export interface ScriptedAgentOptions extends Partial<Omit<AgentConfig, "id" | "tools">> {
  readonly tools?: ToolsInput | (() => Promise<ToolsInput>);
  readonly storage?: InMemoryStore;
}

/** An agent of the scripted model, with storage of its own. */
export function scriptedAgent({ storage, ...config }: ScriptedAgentOptions): Agent {
  const agent: Agent = new Agent({
    id: "agent",
    name: "agent",
    instructions: "Do as you are told.",
    model: scriptedModel(),
    ...config,
  });
  return new Mastra({
    agents: { agent },
    storage: storage ?? new InMemoryStore(),
    logger: false,
  }).getAgent("agent");
}

/** The runs that a storage has kept, as text. */
export async function dumpOf(storage: InMemoryStore): Promise<string> {
  const workflows = await storage.getStore("workflows");
  return JSON.stringify((await workflows?.listWorkflowRuns())?.runs);
}

/** A storage with what another one has kept. */
export async function storageWith(dump: string): Promise<InMemoryStore> {
  const storage = new InMemoryStore();
  const workflows = await storage.getStore("workflows");
  for (const run of JSON.parse(dump)) await workflows?.persistWorkflowSnapshot(run);
  return storage;
}

/** The text of a denial, as the model reads it. */
export function denialIn(output: unknown): string | undefined {
  return isValidationError(output) ? output.message : undefined;
}
