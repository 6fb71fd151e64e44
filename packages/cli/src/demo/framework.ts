import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";

/** What the demo needs of LangChain and of its adapter, both loaded only when the demo runs. */
export type Framework = Pick<
  typeof import("langchain"),
  "AIMessage" | "createAgent" | "fakeModel" | "HumanMessage" | "tool"
> &
  Pick<typeof import("@capfence/langchain"), "guardTools">;

const PACKAGES = ["@capfence/langchain", "@langchain/core", "langchain"];

/** Loads LangChain and the adapter, which are optional. Throws `CommandFailure` saying what to install. */
export async function loadFramework(): Promise<Framework> {
  try {
    const [{ guardTools }, { AIMessage, createAgent, fakeModel, HumanMessage, tool }] =
      await Promise.all([import("@capfence/langchain"), import("langchain")]);
    return { guardTools, AIMessage, createAgent, fakeModel, HumanMessage, tool };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    const message = `the demo runs a LangChain agent; install it beside capfence first: npm install capfence ${PACKAGES.join(" ")}`;
    throw new CommandFailure(EXIT.unusable, message, { cause });
  }
}
