import { meansRecipient } from "../meaning/parameter-meanings.ts";
import { fixesDomain } from "./bounds/host-pattern.ts";
import { allowsText } from "./bounds/text-bounds.ts";
import { hitOn } from "./hit-on.ts";
import type { ToolRule } from "./rule.ts";

/** Whom messages and money go to, where the caller chooses. */
export const freeRecipient: ToolRule = {
  about: "tool",
  id: "free_recipient",
  severity: "medium",
  category: "network_egress",
  title: "a recipient that may be anybody",
  help: "What the model knows can be sent to anybody, and money to any account. Offer a list of recipients, or a pattern that ends with a domain (`@example\\.com$`); in a policy, `args` with `in` or `matches` on the recipient allows the known ones, and `not` asks about the others.",
  mappings: {
    cast: ["CAST-03", "CAST-06"],
    owaspAgentic: ["ASI02"],
    owaspLlm: ["LLM02", "LLM06"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: ["AML.T0086"],
  },
  check: ({ effects, parameters }) =>
    effects.has("message") || effects.has("money")
      ? hitOn(
          parameters.filter((one) => meansRecipient(one) && allowsText(one, fixesDomain)),
          (quoted) => `${quoted} may be anybody`,
        )
      : [],
};
