import { meansHost } from "../meaning/parameter-meanings.ts";
import { fixesHost } from "./bounds/host-pattern.ts";
import { allowsText } from "./bounds/text-bounds.ts";
import { quote } from "./quote.ts";
import type { ToolRule } from "./rule.ts";

/** URLs and hosts that the caller chooses. */
export const unconstrainedUrl: ToolRule = {
  about: "tool",
  id: "unconstrained_url",
  severity: "high",
  category: "ssrf_surface",
  title: "a URL or host that may be any",
  help: "The server can be sent to internal addresses, to the metadata service of a cloud, or out with data in the URL. Give it an `enum`, or a pattern that starts with `^https://` and a whole host; in a policy, `url` (`hosts`, `schemes: [https]`) does that, and denies private addresses.",
  mappings: {
    cast: ["CAST-03", "CAST-05"],
    owaspAgentic: ["ASI02"],
    owaspLlm: ["LLM06"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: ["AML.T0086"],
  },
  check: ({ parameters }) =>
    parameters
      .filter((one) => meansHost(one) && allowsText(one, fixesHost))
      .map(({ pointer, path }) => ({
        pointer,
        message: `${quote(path)} may name any host, inside or outside`,
      })),
};
