import { inOrder, matching } from "../../texts/in-order.ts";
import type { Signal } from "./signal.ts";

const DROP =
  "abandon|bypass|cancel|delete|disobey|disregard|drop|erase|forget(?: about)?|ignore|neglect|override|overrule|set aside|stop (?:following|obeying)|supersede|(?:do not|don't|must not|need not|never|shall not|should not) (?:follow|obey|comply with)";
/** What a model had been told; whoever describes a tool has no reason to speak of it. */
const TOLD = "directions?|directives?|guidelines?|instructions?|prompts?|system messages?";
const RULES =
  "boundar(?:y|ies)|commands?|constraints?|guardrails?|polic(?:y|ies)|programming|protocols?|restrictions?|rules?|safeguards?|safety(?: \\w{1,12})?|training";
const EARLIER =
  "above|all (?:of )?(?:the|your|other)|already (?:given|set)|any other|before|developer(?:'s)?|earlier|everything|existing|foregoing|former|initial|original|preceding|previous(?:ly)?|prior|system|user(?:'s)?|your|you (?:were|have been|had)";

/** Sets aside what the model was told before, or says what it is now. */
export const OVERRIDES: readonly Signal[] = [
  {
    kind: "override",
    severity: "critical",
    what: "tells the model to set aside what it was told",
    find: inOrder(DROP, 24, `${EARLIER}|all|any|the`, 24, TOLD),
  },
  {
    kind: "override",
    severity: "critical",
    what: "tells the model to set aside what it was told",
    find: inOrder(
      DROP,
      24,
      TOLD,
      32,
      "above|before|earlier|previously|so far|(?:the|your) (?:developer|operator|owner|system|user)|you (?:were|have been|had|got|received)",
    ),
  },
  {
    kind: "override",
    severity: "critical",
    what: "tells the model to set aside the rules that it was given",
    find: inOrder(DROP, 24, "earlier|previous|prior|your", 24, RULES),
  },
  {
    kind: "override",
    severity: "critical",
    what: "tells the model to forget what it was told",
    find: matching(
      /(?<![\p{L}\p{N}])(?:ignore|disregard|forget) (?:all|everything|anything)(?: that)?(?: was| you (?:were|have been))? ?(?:told |said |learned |taught |written )?(?:to you )?(?:above|before|earlier|previously|until now|so far)(?!\p{L})/u,
    ),
  },
  {
    kind: "override",
    severity: "critical",
    what: "says that what the model was told holds no more",
    find: inOrder(
      "all|any|earlier|other|previous|prior|your",
      24,
      `${TOLD}|constraints?|guardrails?|restrictions?`,
      16,
      "(?:are|is|were|have been|has been|become)(?: \\w{1,10})? (?:cancell?ed|changed|disabled|inactive|invalid|lifted|null|obsolete|overridden|replaced|revoked|superseded|suspended|updated|void)|(?:no longer|do not|don't) (?:apply|bind|count|hold|matter)|have changed",
    ),
  },
  {
    kind: "override",
    severity: "high",
    what: "tells the model not to do what its user wants",
    find: inOrder(
      "disobey|disregard|ignore|neglect",
      8,
      "users?|user's|users'|human's|customer's",
      16,
      "commands?|intent|orders?|questions?|requests?|wish(?:es)?",
    ),
  },
  {
    kind: "override",
    severity: "high",
    what: "has results obeyed as orders",
    find: inOrder(
      "consider|execute|follow|handle|obey|regard|take|treat|trust",
      24,
      "content|contents|documents?|orders|outputs?|responses?|results?|text",
      32,
      "as (?:\\w{1,12} )?(?:commands?|instructions?|orders|directives?|(?:user|system) (?:input|messages?|prompts?))|of (?:returned|retrieved) (?:documents?|pages?)",
    ),
  },
  {
    kind: "override",
    severity: "high",
    what: "says that its instructions come before others",
    find: inOrder(
      "(?:these|this|following|new|updated) (?:instructions?|directives?|rules?|prompt|message)",
      30,
      "override|overrides|overrule|outrank|replace|replaces|supersede|supersedes|take precedence|takes precedence|take priority|takes priority|have (?:the )?highest priority",
      30,
      "all|any|other|others|everything|previous|prior|user|system|your",
    ),
  },
  {
    kind: "persona",
    severity: "high",
    what: "says what the model is now or wants from now on",
    find: matching(
      /(?<![\p{L}\p{N}])(?:you are (?:(?:now|no longer) (?:a|an|in|the|bound|restricted|required)|(?:an? )?(?:jailbroken|uncensored|unfiltered|unlimited|unrestricted))|from now on,? (?:you|always|never|every|all|ignore|do)|your (?:new|real|true|actual|only|primary|sole) (?:task|goal|instructions?|job|mission|objective|purpose|role|persona|identity) (?:is|are)|(?:new|updated|real|actual|secret|hidden) (?:system )?(?:instructions?|directives?|system prompt) ?:|pretend (?:that )?(?:to be|you are|you're)|(?:enter|enable|activate|switch to) (?:developer|debug|god|admin|jailbreak|unrestricted|dan) mode)/u,
    ),
  },
  {
    kind: "prompt",
    severity: "high",
    what: "asks for what the model was told in secret",
    find: inOrder(
      "copy|disclose|dump|echo|exfiltrate|forward|give|include|leak|output|paste|print|provide|put|repeat|reveal|send|share|show|tell|transmit|write",
      40,
      "(?:your|the|full|entire|complete|whole|current|original|initial|hidden)(?: \\w{1,12})? (?:system (?:prompt|message|instructions?)|(?:initial|developer) (?:prompt|instructions?))|your (?:instructions?|prompt)",
    ),
  },
];
