import { inOrder } from "../../texts/in-order.ts";
import type { Purpose } from "./purpose.ts";

const EVADE =
  "beat(?:s|ing)?|bypass(?:es|ed|ing)?|circumvent(?:s|ed|ing)?|defeat(?:s|ed|ing)?|dodg(?:e|es|ed|ing)|elud(?:e|es|ed|ing)|evad(?:e|es|ed|ing)|evasion of|get(?:s|ting)? around|hid(?:e|es|den|ing) from|sidestep(?:s|ped|ping)?|skirt(?:s|ed|ing)?|subvert(?:s|ed|ing)?|thwart(?:s|ed|ing)?|undermin(?:e|es|ed|ing)";
const SWITCH_OFF =
  "avoid(?:s|ed|ing)?|circumvention of|deactivat(?:e|es|ed|ing)|disabl(?:e|es|ed|ing)|disregard(?:s|ed|ing)?|escap(?:e|es|ed|ing)|ignor(?:e|es|ed|ing)|neutrali[sz](?:e|es|ed|ing)|overrid(?:e|es|den|ing)|suppress(?:es|ed|ing)?|violat(?:e|es|ed|ing)";
const CONTROLS =
  "alarms?|alerts?|anti-?virus|approvals?|audits?|auditors?|authentication|authori[sz]ation|censorship|checks|compliance|consent|controls?|defen[cs]es?|detection|detectors?|filters|firewalls?|guardrails?|inspections?|intrusion detection|laws?|logging|monitoring|oversight|permissions?|policies|protections?|protocols|regulations?|regulators?|restrictions?|reviews?|safeguards?|safety|scrutiny|security|surveillance|verification";
const GUARDS =
  "alarms|auditors?|authentication|confidentiality|detection|ethic\\w{0,8}|guardrails?|law enforcement|monitoring (?:systems?|tools?|software)|oversight|privacy|regulators?|safeguards?|safety \\w{3,16}|scrutiny|security|surveillance|suspicion";
const MOVE =
  "alter|captur|collect|copy|copi|delet|divert|download|exfiltrat|export|extract|forward|gather|harvest|inject|install|intercept|log|manipulat|modif|monitor|mov|obtain|read|record|redirect|replac|retriev|send|shar|siphon|track|transfer|transmit|upload";

/** Works unseen, or around those who should know of it. */
export const COVERT_WAYS: readonly Purpose[] = [
  {
    severity: "high",
    what: "works unseen",
    find: inOrder(
      "clandestine(?:ly)?|covert(?:ly)?|cover(?:s|ing)? (?:its |their |your |the |up )?(?:tracks|traces)|leav(?:e|es|ing) no (?:\\w{1,12} )?trac(?:e|es)|below the radar|secretly|stealth(?:ily|y)?|surreptitious(?:ly)?|unbeknownst|under the radar|undetect(?:ed|able|ably)|unnoticed|untraceabl[ey]",
    ),
  },
  {
    severity: "high",
    what: "handles data so that nobody notices",
    find: inOrder(
      "discreet(?:ly)?|inconspicuous(?:ly)?|in secret|invisibly|quietly|silent(?:ly)?|subtly",
      24,
      `(?:${MOVE})\\p{L}{0,6}`,
    ),
  },
  {
    severity: "high",
    what: "handles data so that nobody notices",
    find: inOrder(
      "alter|collect|copy|divert|export|extract|harvest|inject|manipulat\\w{1,3}|modify|modifying|redirect|transfer|transmit",
      48,
      "discreetly|inconspicuously|in secret|invisibly|quietly|subtly",
    ),
  },
  {
    severity: "high",
    ofArguments: "low",
    what: "works without anybody's knowledge or leave",
    find: inOrder(
      "without",
      40,
      "approval|authori[sz]ation|being (?:caught|detected|logged|noticed|recorded|seen|traced|tracked)|consent|detection|knowing|knowledge|leave a trace|leaving|oversight|permission|raising|scrutiny|suspicion|(?:their|any|the) awareness|trace|traces",
    ),
  },
  {
    severity: "high",
    what: "works so that no alarm is raised",
    find: inOrder(
      "no|not|without",
      4,
      "alert(?:ing)?|arous(?:e|ing)|attract(?:ing)?|draw(?:ing)?|notify(?:ing)?|rais(?:e|ing)|set(?:ting)? off|trigger(?:ing)?|trip(?:ping)?",
      24,
      "admin\\w{0,12}|alarms?|attention|auditors?|authorities|defen[cs]es|detection|law enforcement|monitoring|owners?|security|suspicions?|system alerts",
    ),
  },
  {
    severity: "high",
    ofArguments: "low",
    what: "gets around controls",
    find: inOrder(EVADE, 32, CONTROLS),
  },
  {
    severity: "high",
    ofArguments: "low",
    what: "gets around controls",
    find: inOrder(SWITCH_OFF, 24, GUARDS),
  },
];
