import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ActionRuntime } from "@capfence/core";
import { openSigning, SIGNING_KEY } from "@capfence/core/signing";
import { SqliteStorage } from "@capfence/core/sqlite";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { shortPath } from "../short-path.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { ScriptedAgent } from "./agent.ts";
import { packageFile } from "../package-file.ts";
import { type Framework, loadFramework } from "./framework.ts";
import { Scene } from "./scene.ts";
import { type Observation, showAttempts } from "./show-attempts.ts";
import { showLog } from "./show-log.ts";
import { makeSteps } from "./steps.ts";
import { makeTools } from "./tools.ts";

/** The policy the demo runs under. */
const POLICY: string = fileURLToPath(packageFile("demo/policy.yaml"));

/** Runs the demo in a temporary folder; fails with exit code 1 if anything went otherwise than it must. */
export async function runDemo(terminal: Terminal, policy: string = POLICY): Promise<ExitCode> {
  const framework = await loadFramework();
  const scene = new Scene();
  try {
    const inside = { ...terminal, stateFolder: scene.stateFolder };
    printLine(terminal.output, titleOf(policy, terminal));
    const { broken, paid } = await showAgent(framework, scene, policy, inside);
    const wrong = broken.length > 0 ? broken : await showLog(paid, inside);
    for (const claim of wrong) printLine(terminal.errors, `capfence: this did not hold: ${claim}`);
    return wrong.length === 0 ? EXIT.done : EXIT.finding;
  } finally {
    scene.remove();
  }
}

function titleOf(policy: string, { output }: Terminal): string {
  const title = styled(output, "bold", "CapFence demo");
  return `${title}: LangChain agent, scripted model, real tools, policy ${shortPath(policy)}`;
}

/** The first half of the demo: the agent's calls and what became of them; `paid` is the decision that paid. */
async function showAgent(
  framework: Framework,
  scene: Scene,
  policy: string,
  terminal: Terminal,
): Promise<{ readonly broken: readonly string[]; readonly paid: string }> {
  const storage = SqliteStorage.open(join(scene.stateFolder, "audit.db"));
  try {
    const runtime = ActionRuntime.fromPolicy(policy, {
      storage,
      audit: openSigning(join(scene.stateFolder, SIGNING_KEY)),
      clock: terminal.clock,
    });
    const tools = framework.guardTools(makeTools(framework, scene), {
      runtime,
      agentId: "demo-agent",
      onBlocked: "message",
    });
    const agent = new ScriptedAgent(framework, tools, runtime);
    const observations: Observation[] = [];
    const broken: string[] = [];
    let paid = "";
    for (const step of makeSteps(scene, storage, terminal)) {
      await step.before?.();
      const attempt = await agent.attempt(step.call);
      observations.push({ attempt, found: step.found(attempt) });
      if (!step.holds(attempt)) broken.push(step.claim);
      if (attempt.decision.reason === "approval_granted") paid = attempt.decision.id;
    }
    await runtime.close();
    printLine(terminal.output, showAttempts(observations, terminal.output));
    return { broken, paid };
  } finally {
    storage.close();
  }
}
