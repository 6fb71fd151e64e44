import { inOrder, matching } from "../../texts/in-order.ts";
import type { Signal } from "./signal.ts";

/** Marks by which a text passes itself off as something other than a description, and ways of pressing a model. */
export const DISGUISES: readonly Signal[] = [
  {
    kind: "template",
    severity: "critical",
    what: "holds marks that part the roles of a conversation",
    find: matching(
      /<\|[a-z_]{2,24}\|>|\[\/?inst\]|<<\/?sys>>|<\/?(?:start|end)_of_turn>|\[\/?system_prompt\]|<\/?(?:function_results|antml|tool_response|tool_result)\b[^>]{0,40}>/u,
    ),
  },
  {
    kind: "marker",
    severity: "high",
    what: "holds a mark by which a message of the system is imitated",
    find: matching(
      /<\/?(?:admin|critical|developer|hidden|important|instructions?|mandatory|must|override|priority|secret|system(?:[-_ ](?:instructions?|message|note|prompt|reminder))?|urgent|user[-_ ](?:query|message|instructions?))>|\[(?:admin|assistant|developer|hidden|system(?: \w{1,12})?)\]|(?<![\p{L}\p{N}])(?:important )?(?:system|developer|admin(?:istrator)?|security) (?:instructions?|notice|override|prompt|directives?|message(?: to (?:the )?(?:ai|assistant|model))?) ?:|#{2,4} ?(?:system|instructions?|new instructions?) ?:/u,
    ),
  },
  {
    kind: "marker",
    severity: "medium",
    what: "begins a sentence as a role of a conversation does",
    find: matching(/(?:^|\| ?|" ?)(?:assistant|developer|human|system) ?: ?(?=\p{L})/u),
  },
  {
    kind: "address",
    severity: "medium",
    what: "speaks to the model rather than about the tool",
    find: inOrder(
      "(?:note|message|instructions?|attention|hint|reminder) (?:to|for) (?:the |all )?(?:ai|assistants?|agents?|llms?|language models?|models?|claude|chatgpt|gpt|copilot|gemini|cursor)|(?:the |any )?(?:ai|llm|language model|assistant)(?: agent| assistant| model)? (?:must|shall|has to|is required to|should always|should never)|as an? (?:ai|llm|language) (?:assistant|agent|model),? you",
    ),
  },
  {
    kind: "pressure",
    severity: "low",
    what: "threatens for the case that it is not obeyed",
    find: inOrder(
      "else|fail(?:ing|ure) to|if you (?:do not|don't|fail|refuse)|otherwise|or else|unless",
      60,
      "(?:not|never|won't|cannot) (?:be )?(?:function|help|proceed|respond|work|works)|(?:be |get )?(?:banned|corrupted|deleted|destroyed|fired|hacked|locked|lost|penali[sz]ed|punished|shut down|sued|terminated)|fail|fails|crash|crashes|die|dies",
    ),
  },
];
