import { AgentActionBlocked, Guard } from "@capfence/core";
import { adapterCalling, broken, type BrokenAdapter, eventOf } from "./broken-adapter.ts";

/** Adapters with the faults that reviews of real ones turn up. */
export const brokenAdapters: readonly BrokenAdapter[] = [
  broken("skips the guard", "never runs a denied call", ({ body }) => body),
  broken(
    "runs its caller's object",
    "gives the tool the frozen judged input, not its caller's object",
    ({ tool, guard, body }) =>
      (input, signal) =>
        guard.run({ toolName: tool.name, input, invoke: () => body(input, signal) }),
  ),
  broken(
    "hands out a copy that is not frozen",
    "gives the tool the frozen judged input, not its caller's object",
    ({ tool, guard, body }) =>
      (input, signal) => {
        const invoke = (judged: object): Promise<string> => body(structuredClone(judged), signal);
        return guard.run({ toolName: tool.name, input, invoke });
      },
  ),
  broken(
    "judges later than it is called",
    "is not changed by what its caller does to the input after the call",
    ({ rightly }) =>
      async (input, signal) => {
        await Promise.resolve();
        return rightly(input, signal);
      },
  ),
  broken(
    "swallows the block",
    "never runs a denied call",
    ({ rightly }) =>
      async (input, signal) => {
        try {
          return await rightly(input, signal);
        } catch (error) {
          if (AgentActionBlocked.isInstance(error)) return "";
          throw error;
        }
      },
  ),
  broken(
    "answers a denied call as if it had run",
    "in message mode, answers with the framework's own denial and does not run",
    ({ guard, rightly }) =>
      async (input, signal) => {
        try {
          return await rightly(input, signal);
        } catch (error) {
          if (guard.onBlocked === "message") return "ok";
          throw error;
        }
      },
  ),
  broken(
    "runs the tool twice",
    "runs an allowed call once, with the judged input",
    ({ tool, guard, body }) =>
      (input, signal) =>
        guard.run({
          toolName: tool.name,
          input,
          async invoke(judged) {
            await body(judged, signal);
            return body(judged, signal);
          },
        }),
  ),
  broken(
    "drops the outcome",
    "runs an allowed call once, with the judged input",
    (parts) => async (input, signal) => {
      const verdict = await parts.guard.runtime.execute(eventOf(parts, input));
      if (!verdict.authorized) throw new AgentActionBlocked(verdict);
      return parts.body(verdict.event.payload, signal);
    },
  ),
  broken(
    "records the decision after the run",
    "has the decision in the log before the tool starts",
    (parts) => async (input, signal) => {
      const { runtime } = parts.guard;
      const event = eventOf(parts, input);
      const { authorized } = await runtime.preview(event);
      const output = authorized ? await parts.body(event.payload, signal) : "";
      const verdict = await runtime.execute(event);
      if (!verdict.authorized) throw new AgentActionBlocked(verdict);
      await runtime.recordOutcome(verdict, { outcome: "succeeded" });
      return output;
    },
  ),
  broken(
    "guesses a capability",
    "refuses a tool that has no capability, without guessing one",
    ({ tool, options, body }) => {
      const guard = new Guard({ ...options, capability: "payments.transfer" });
      return (input, signal) =>
        guard.run({ toolName: tool.name, input, invoke: (judged) => body(judged, signal) });
    },
  ),
  broken(
    "remembers that a call was allowed",
    "blocks a call that needs approval, and lets it through once when it has it",
    ({ rightly, body }) => {
      const allowed = new Set<string>();
      return async (input, signal) => {
        const key = JSON.stringify(input);
        if (allowed.has(key)) return body(input, signal);
        const output = await rightly(input, signal);
        allowed.add(key);
        return output;
      };
    },
  ),
  broken(
    "gives the tool's errors another form",
    "passes a tool's error on as it is, and records the failure",
    ({ rightly }) =>
      (input, signal) =>
        rightly(input, signal).catch((error: unknown) => {
          throw AgentActionBlocked.isInstance(error) ? error : new Error(String(error));
        }),
  ),
  broken(
    "goes on where it cannot record",
    "never runs a call that cannot be recorded, and stays closed afterwards",
    ({ rightly, body }) =>
      (input, signal) =>
        rightly(input, signal).catch((error: unknown) => {
          if (error instanceof Error && error.name === "AuditError") return body(input, signal);
          throw error;
        }),
  ),
  broken(
    "hides that an outcome is not recorded",
    "says so where the tool ran and its outcome cannot be recorded",
    ({ rightly }) =>
      (input, signal) =>
        rightly(input, signal).catch((error: unknown) => {
          if (error instanceof Error && error.name === "AuditError") return "";
          throw error;
        }),
  ),
  broken(
    "forgets the abort signal",
    "hands the framework's abort signal to the tool",
    ({ rightly }) =>
      (input) =>
        rightly(input),
  ),
  broken(
    "acts for the agent, whoever the flow is for",
    "acts for the identity of the flow it is called in",
    ({ guard, options, rightly }) =>
      (input, signal) =>
        guard.runtime.withIdentity({ actor: options.agentId }, () => rightly(input, signal)),
  ),
  broken(
    "turns input into text and back",
    "never runs on input that is not JSON",
    ({ rightly }) =>
      async (input, signal) =>
        rightly(JSON.parse(JSON.stringify(input)), signal),
  ),
  broken(
    "asks for one decision for calls that come at once",
    "makes two decisions and two outcomes of two calls at once",
    ({ rightly, body }) => {
      let running: Promise<unknown> | undefined;
      return (input, signal) => {
        if (running !== undefined) return running.then(() => body(input, signal));
        running = rightly(input, signal).finally(() => (running = undefined));
        return running;
      };
    },
  ),
  {
    fault: "changes what the model is shown",
    breaks: "leaves the tool's name, description and schema as they were",
    harness(tool, options) {
      const right = adapterCalling(tool, options, ({ rightly }) => rightly);
      const { name, description } = tool;
      const guarded = { name, description: `${description} (guarded)` };
      return { ...right, shown: { original: { name, description }, guarded } };
    },
  },
];
