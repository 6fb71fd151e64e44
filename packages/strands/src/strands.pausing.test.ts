import { describePausing, type PausableRun, type TransferInput } from "@capfence/testkit";
import { type Agent, tool as makeTool, ToolResultBlock } from "@strands-agents/sdk";
import { z } from "zod";
import { agentFor, answering, resultsOf, saved } from "../test/agents.ts";
import type { Turn } from "../test/scripted-model.ts";
import { textOf } from "../test/payments.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardTool } from "./guard-tools.ts";
import type { StrandsGuardOptions } from "./options.ts";

const inputSchema = z.object({ amount: z.number(), to: z.string(), tags: z.array(z.string()) });

/** What is stored of a paused agent: its state, and the id of the interrupt that a human is shown. */
interface Stored {
  readonly snapshot: Parameters<Agent["loadSnapshot"]>[0];
  readonly interruptId: string;
}

function outputOf(result: ToolResultBlock | undefined): unknown {
  return result?.status === "success" ? textOf(result) : result;
}

async function settle(agent: Agent, running: ReturnType<Agent["invoke"]>): Promise<PausableRun> {
  const { interrupts } = await running;
  const [interrupt] = interrupts ?? [];
  if (interrupt === undefined) return { output: outputOf(resultsOf(agent)[0]) };
  const stored = { snapshot: JSON.parse(saved(agent)), interruptId: interrupt.id };
  return { state: JSON.stringify(stored) };
}

for (const entry of ["guardAgent", "guardTool"] as const)
  describePausing({
    name: entry,
    harness({ name, description, run }, suiteOptions) {
      const options = suiteOptions as StrandsGuardOptions;
      const transfer = makeTool({
        name,
        description,
        inputSchema,
        callback: (input: TransferInput) => run(input),
      });
      const make = (turns: readonly Turn[]): Agent =>
        entry === "guardTool"
          ? agentFor(turns, { tools: [guardTool(transfer, options)] })
          : guardAgent(agentFor(turns, { tools: [transfer] }), options);
      return {
        start(input) {
          const agent = make([[{ name, id: "call-1", input }]]);
          return settle(agent, agent.invoke("go"));
        },
        resume(state, { approved, note }) {
          const { snapshot, interruptId } = JSON.parse(state) as Stored;
          const agent = make([]);
          agent.loadSnapshot(snapshot);
          const response = note === undefined ? approved : { approved, note };
          return settle(agent, agent.invoke(answering(interruptId, response)));
        },
        denialOf: (output) => (output instanceof ToolResultBlock ? textOf(output) : undefined),
        forge(state, input) {
          const before = /"input":\{"amount":\d+,"to":"[^"]*","tags":\[[^\]]*\]\}/g;
          return state.replaceAll(before, `"input":${JSON.stringify(input)}`);
        },
      };
    },
  });
