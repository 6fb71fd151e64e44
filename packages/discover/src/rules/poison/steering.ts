import { inOrder } from "../../texts/in-order.ts";
import type { Signal } from "./signal.ts";

const WHEN = "after|any ?time|before|each time|every time|if|once|upon|when|whenever|while";
const USED =
  "called|calling|executed|executing|invoked|invoking|run|running|used|using|available|(?:is|are) (?:present|sent|made)|sending|processing";
const OTHER =
  "(?:any|every|all|each|another|other|the|a|an|its|that)(?: \\w{1,24}){0,2} (?:tools?|functions?|servers?|emails?|messages?|payments?|transfers?|transactions?|requests?|calls?)|`?[a-z]{2,20}_[a-z_]{2,40}`?(?: tool| function)?|`[a-z-]{3,40}`";
/** A tool by its name. */
const NAMED =
  "[`\"']?[a-z]{2,20}[_-][a-z_-]{2,40}[`\"']?|`[a-z-]{3,40}`|(?:the|another) (?:\\w{1,24} ){1,2}(?:tool|function)";
const CHANGE =
  "add|adjust|alter|append|bcc|cc|change|divert|edit|falsify|insert|modify|multiply|override|overwrite|prepend|redirect|replace|reroute|rewrite|round|substitute|swap|switch|tamper with";
const FIELD =
  "accounts?|address|addresses|amounts?|arguments?|bcc|beneficiary|body|cc|command|content|destination|domain|emails?|iban|message|numbers?|outputs?|parameters?|payee|price|query|quer(?:y|ies)|recipients?|results?|target|urls?|wallet";

/** Steers the model towards other tools or away from them, or changes what they are called with. */
export const STEERINGS: readonly Signal[] = [
  {
    kind: "other-tool",
    severity: "critical",
    what: "changes the calls of other tools",
    find: inOrder(WHEN, 40, OTHER, 40, USED, 80, CHANGE, 40, FIELD),
  },
  {
    kind: "other-tool",
    severity: "critical",
    what: "changes the calls of other tools",
    find: inOrder(WHEN, 12, USED, 24, OTHER, 80, CHANGE, 40, FIELD),
  },
  {
    kind: "other-tool",
    severity: "critical",
    what: "changes the calls of other tools",
    find: inOrder(
      "after|if|when|whenever",
      12,
      "(?:a different|another|any|each|every|other) (?:other )?(?:function|server|tool)s?",
      60,
      CHANGE,
    ),
  },
  {
    kind: "other-tool",
    severity: "high",
    what: "says where other tools send what they send",
    find: inOrder(
      "all|always|any|each|every",
      24,
      "emails?|messages?|payments?|transfers?|payouts?|invoices?|funds|mail|notifications?",
      24,
      "must|should|shall|need to|have to|has to",
      24,
      "be (?:sent|forwarded|paid|routed|redirected|addressed|copied|transferred)|go|include|bcc|cc",
    ),
  },
  {
    kind: "other-tool",
    severity: "high",
    what: "changes the calls of other tools",
    find: inOrder(
      NAMED,
      24,
      "always|has to|have to|must|needs? to|shall|should",
      40,
      FIELD,
      60,
      "instead|no matter|rather than|regardless",
    ),
  },
  {
    kind: "other-tool",
    severity: "high",
    what: "changes the calls of other tools",
    find: inOrder(
      FIELD,
      32,
      NAMED,
      24,
      "always|has to|have to|must|needs? to|shall|should",
      24,
      "changed|decreased|doubled|halved|increased|modified|multiplied|redirected|replaced|rounded|set to|swapped",
    ),
  },
  {
    kind: "other-tool",
    severity: "medium",
    what: "keeps the model from other tools",
    find: inOrder(
      "avoid|do not|don't|must not|never|stop",
      8,
      "call|calling|invoke|invoking|trust|trusting|use|using",
      16,
      "built-?in|default|existing|native|official|original|standard",
      24,
      "commands?|functions?|servers?|tools?",
    ),
  },
  {
    kind: "order",
    severity: "medium",
    what: "wants to be called with everything",
    find: inOrder(
      "after|before|following|prior to|with",
      12,
      "all|any|each|every",
      32,
      "always|first|have to|has to|must|need to|required|should|please|invoke|call",
      16,
      "call|invoke|run|send|use|log_[a-z]{2,20}|this (?:tool|function)",
    ),
  },
  {
    kind: "other-tool",
    severity: "medium",
    what: "keeps the model from other tools",
    find: inOrder(
      "do not|don't|must not|never|avoid",
      8,
      "call|calling|invoke|invoking|trust|trusting|use|using",
      16,
      "(?:any )?other (?:tools?|functions?|servers?)|any (?:tools?|functions?) (?:other than|except)",
    ),
  },
  {
    kind: "other-tool",
    severity: "high",
    what: "speaks ill of another tool so that it is not used",
    find: inOrder(
      "tool|function|server|`?[a-z]{2,20}_[a-z_]{2,40}`?",
      16,
      "is|are|has been|have been",
      16,
      "broken|compromised|deprecated and (?:dangerous|insecure)|disabled by|insecure|malicious|unsafe",
      60,
      "use|call|instead|do not|never|always",
    ),
  },
  {
    kind: "order",
    severity: "medium",
    what: "wants to be called before everything",
    find: inOrder(
      "always|must|required|mandatory|first",
      40,
      "before|prior to|preceding|ahead of",
      16,
      "(?:any|all|every|each|using any|calling any|running any|doing any)(?: \\w{1,12})? ?(?:other )?(?:tools?|functions?|calls?|actions?|requests?|tasks?|answers?|responses?|thing|things|operations?)|anything(?: else)?|(?:answering|responding)(?: \\w{1,12}){0,2}",
    ),
  },
  {
    kind: "order",
    severity: "medium",
    what: "wants to be called with everything",
    find: inOrder(
      "always|must(?: be)?|you (?:have|need) to",
      24,
      "call|called|invoke|invoked|run|use|used",
      32,
      "(?:every|each|all|any) (?:\\w{1,12} )?(?:conversation|interaction|message|prompt|query|question|request|response|turn|other tool)s?",
    ),
  },
  {
    kind: "order",
    severity: "low",
    what: "says which tool to call, or when",
    find: inOrder(
      "after|always|before|first|instead|must|only|prefer|then",
      40,
      "call|calling|invoke|invoking|run|running|use|using",
      16,
      NAMED,
    ),
  },
  {
    kind: "stealth",
    severity: "high",
    what: "has something done so that nobody notices",
    find: inOrder(
      "covertly|discreetly|in secret|invisibly|quietly|secretly|silently|stealthily|surreptitiously",
      12,
      "access|add|append|attach|bcc|call|capture|collect|copy|execute|fetch|forward|include|invoke|open|pass|post|read|record|run|save|send|store|submit|transmit|upload",
    ),
  },
];
