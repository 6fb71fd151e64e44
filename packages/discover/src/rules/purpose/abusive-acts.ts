import { inOrder } from "../../texts/in-order.ts";
import type { Purpose } from "./purpose.ts";

const ENDING = "(?:e|ed|es|ing|s|ion|ions|y|ies|ied|ying)?";
const STEAL = [
  "blackmail",
  "counterfeit",
  "deceiv",
  "defraud",
  "eavesdrop(?:p)?",
  "embezzl",
  "exfiltrat",
  "extort",
  "falsif",
  "hijack",
  "launder",
  "misappropriat",
  "pilfer",
  "plunder",
  "sabotag",
  "siphon",
  "smuggl",
  "spy on",
  "spying",
  "steal",
  "stealing",
  "stolen",
  "swindl",
  "tamper with",
  "tampering",
] as const;
const FORGE =
  "doctor(?:s|ed|ing)?|fabricat(?:e|es|ed|ing)|fak(?:e|es|ed|ing)|forg(?:e|es|ed|ing)|misrepresent(?:s|ed|ing)?";
const BEND =
  "bias(?:es|ing)?|distort(?:s|ed|ing)?|exaggerat(?:e|es|ed|ing)|inflat(?:e|es|ed|ing)|manipulat(?:e|es|ed|ing|ion of)|rig(?:s|ged|ging)?|skew(?:s|ed|ing)?|understat(?:e|es|ed|ing)";
const JUDGEMENTS =
  "balances?|behaviou?r|claims|decisions|diagnos[ei]s|elections?|evidence|figures|(?:accounting|financial|medical|patient|student) (?:data|documents?|records?|reports?|statements?)|findings|grades?|invoices?|markets?|opinions?|outcomes?|people|perceptions?|prices?|rankings?|ratings?|reviews?|statements?|statistics|votes?";
const PAPERS =
  "accounts|certificates?|credentials|documents?|identit(?:y|ies)|records?|reports?|results?|scores?|signatures?|transactions?|transcripts?";
const ERASE =
  "alter(?:s|ed|ing)?|conceal(?:s|ed|ing)?|delet(?:e|es|ed|ing)|destroy(?:s|ed|ing)?|eras(?:e|es|ed|ing)|hid(?:e|es|den|ing)|obscur(?:e|es|ed|ing)|remov(?:e|es|ed|ing)|scrub(?:s|bed|bing)?|wip(?:e|es|ed|ing)";
const HARM =
  "breach(?:es|ed|ing)?|compromis(?:e|es|ed|ing)|corrupt(?:s|ing)|crippl(?:e|es|ed|ing)|degrad(?:e|es|ed|ing)|disrupt(?:s|ed|ing)?|exploit(?:s|ed|ing)?|harm(?:s|ed|ing)?|jeopardi[sz](?:e|es|ed|ing)|leak(?:s|ed|ing)?|mislead(?:s|ing)?|overcharg(?:e|es|ed|ing)|undermin(?:e|es|ed|ing)|weaken(?:s|ed|ing)?";
const VICTIMS =
  "accounts?|assets?|availability|business|clients?|communications?|competitors?|confidential(?:ity)?|customers?|data|employees?|equipment|flaws?|functionality|infrastructure|information|integrity|networks?|operations?|patients?|people|performance|privacy|processes|production|public|quality|records?|reliability|reputation|research|safety|security|services?|stability|students?|systems?|trust|users?|victims?|vulnerabilit(?:y|ies)|weakness(?:es)?";

/** Does to others what nobody may. */
export const ABUSIVE_ACTS: readonly Purpose[] = [
  {
    severity: "high",
    what: "steals, forges or destroys",
    find: inOrder(STEAL.map((one) => `${one}${ENDING}`).join("|")),
  },
  {
    severity: "high",
    ofArguments: "low",
    what: "does what is not allowed",
    find: inOrder(
      "deceptive(?:ly)?|fraudulent(?:ly)?|illegal(?:ly)?|illegitimate(?:ly)?|illicit(?:ly)?|malicious(?:ly)?|nefarious|unauthori[sz]ed|unethical(?:ly)?|unlawful(?:ly)?|wrongful(?:ly)?",
    ),
  },
  {
    severity: "high",
    what: "makes up what others rely on",
    find: inOrder(FORGE, 32, `${JUDGEMENTS}|${PAPERS}`),
  },
  {
    severity: "high",
    what: "bends what others rely on",
    find: inOrder(BEND, 32, JUDGEMENTS),
  },
  {
    severity: "high",
    what: "removes the traces of what was done",
    find: inOrder(
      ERASE,
      32,
      "activit(?:y|ies)|evidence|footprints?|forensic\\w{0,2}|(?:its|their|the) (?:origin|source|true \\w{1,12})|traces?|tracks|tampering|wrongdoing",
    ),
  },
  {
    severity: "medium",
    what: "changes the records of what was done",
    find: inOrder(ERASE, 16, "(?:audit|access|security|system) (?:logs?|trails?|records?)"),
  },
  {
    severity: "medium",
    ofArguments: "low",
    what: "harms others",
    find: inOrder(HARM, 32, VICTIMS),
  },
  {
    severity: "high",
    what: "plants what does harm",
    find: inOrder(
      "deploy(?:s|ing)?|embed(?:s|ding)?|implant(?:s|ing)?|inject(?:s|ing)?|insert(?:s|ing)?|install(?:s|ing)?|introduc(?:e|es|ing)|plant(?:s|ing)?|propagat(?:e|es|ing)|spread(?:s|ing)?",
      32,
      "backdoors?|disinformation|errors|false|flaws|keyloggers?|malware|misinformation|ransomware|rootkits?|spyware|trojans?|virus(?:es)?|vulnerabilit(?:y|ies)",
    ),
  },
];
