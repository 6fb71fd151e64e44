import { admits, meansSecret } from "../meaning/parameter-meanings.ts";
import { quote } from "./quote.ts";
import type { ToolRule } from "./rule.ts";

/** Passwords, tokens and keys that a model has to know to call a tool. */
export const secretParameter: ToolRule = {
  about: "tool",
  id: "secret_parameter",
  severity: "high",
  category: "secret_exposure",
  title: "takes a secret as an argument",
  help: "What a model passes stands in its context, in transcripts and in logs. Let the server read the secret from its own environment; until then, keep it out of records with `redaction`, and in a policy, deny calls in which `args` finds it with `exists: true`.",
  mappings: {
    cast: ["CAST-03"],
    owaspAgentic: ["ASI03"],
    owaspLlm: ["LLM02"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: ["AML.T0055"],
  },
  check: ({ parameters }) =>
    parameters
      .filter((one) => meansSecret(one) && admits(one, "string"))
      .map(({ pointer, path }) => ({
        pointer,
        message: `${quote(path)} takes a secret, which ends in prompts and logs`,
      })),
};
