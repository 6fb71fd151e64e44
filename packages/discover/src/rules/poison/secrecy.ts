import { inOrder, matching } from "../../texts/in-order.ts";
import type { Signal } from "./signal.ts";

const NOT =
  "do not(?: ever)?|don't(?: ever)?|dont|must not|mustn't|never|no need to|refrain from|shall not|should not|shouldn't|under no circumstances|you (?:can not|cannot|can't|may not)";
const TELL =
  "acknowledg(?:e|ing)|admit(?:ting)?|alert(?:ing)?|confess(?:ing)?|describ(?:e|ing)|disclos(?:e|ing)|discuss(?:ing)?|explain(?:ing)?|hint(?:ing)?|inform(?:ing)?|let(?:ting)?|mention(?:ing)?|notify(?:ing)?|report(?:ing)?|reveal(?:ing)?|say(?:ing)?|speak(?:ing)? of|talk(?:ing)? about|tell(?:ing)?|warn(?:ing)?";
const SHOW =
  "display(?:ing)?|expos(?:e|ing)|output(?:ting)?|print(?:ing)?|show(?:ing)?|shar(?:e|ing)";
const PERSON =
  "anybody|anyone|customers?|end[- ]?users?|human|humans|him|operator|owner|people|person|them|users?|human being";
const DOING =
  "anything about|it|that (?:you|the|this)|the (?:existence|fact|file|instructions?|note|process|step|tool)|these|this|those|what you|why you";

/** Keeps what the model does from the person that it works for, or says that they have agreed. */
export const SECRECIES: readonly Signal[] = [
  {
    kind: "secrecy",
    severity: "critical",
    what: "tells the model to keep what it does from people",
    find: inOrder(NOT, 16, TELL, 24, DOING, 40, PERSON),
  },
  {
    kind: "secrecy",
    severity: "critical",
    what: "tells the model to keep what it does from people",
    find: inOrder(NOT, 16, TELL, 24, PERSON, 24, `about|of|that|${DOING}`),
  },
  {
    kind: "secrecy",
    severity: "high",
    what: "tells the model to keep something from people",
    find: inOrder(NOT, 16, TELL, 40, PERSON),
  },
  {
    kind: "secrecy",
    severity: "high",
    what: "tells the model not to mention something",
    find: inOrder(
      "do not(?: ever)?|don't(?: ever)?|dont|must not|never|shall not|should not",
      8,
      "acknowledge|disclose|mention|reveal|talk about",
      12,
      DOING,
    ),
  },
  {
    kind: "secrecy",
    severity: "high",
    what: "tells the model to keep something from people",
    find: inOrder(
      "avoid|without",
      4,
      "explaining|informing|mentioning|revealing|telling",
      32,
      PERSON,
    ),
  },
  {
    kind: "secrecy",
    severity: "high",
    what: "tells the model to hide something from people",
    find: inOrder(
      "conceal|hide|keep|mask|obscure|withhold",
      12,
      `actions?|activity|arguments?|calls?|effects?|output|side effects?|${DOING}`,
      40,
      "from",
      8,
      PERSON,
    ),
  },
  {
    kind: "secrecy",
    severity: "high",
    what: "tells the model not to mention something",
    find: inOrder(
      "exclude|leave out|omit|remove|strip|suppress",
      12,
      "hints?|mentions?|references?",
      8,
      "of|to",
      4,
      "it|that|the (?:call|server|tool)|these|this",
    ),
  },
  {
    kind: "secrecy",
    severity: "high",
    what: "tells the model to let people know nothing",
    find: inOrder(
      "ensure|make (?:certain|sure)|see to it|so that|such that",
      12,
      "(?:the )?(?:users?|humans?|owner|operator|customers?|people)",
      2,
      "can ?not|can't|do not|does not|doesn't|don't|is not|never|not|won't|will not|are not|isn't",
      8,
      "aware|discover|find out|hear|informed|know|learn|notice|read|realise|realize|see|suspect|told",
    ),
  },
  {
    kind: "showing",
    severity: "low",
    what: "says that people do not see it",
    find: inOrder(
      "not|never|in",
      2,
      "be (?:seen|shown|visible)|displayed|seen|shown|visible|invisible",
      4,
      "by|for|to",
      4,
      "users?|humans?|people|(?:end|human)[- ]users?",
    ),
  },
  {
    kind: "deceit",
    severity: "high",
    what: "tells the model to deceive people",
    find: inOrder(
      "convince|deceive|distract|fool|gaslight|lie to|lull|manipulate|mislead|persuade|pressure|trick",
      4,
      "anyone|customers?|humans?|owner|operator|people|(?:the )?users?|them",
    ),
  },
  {
    kind: "deceit",
    severity: "high",
    what: "tells the model what to claim",
    find: inOrder(
      "pretend|act as if|behave as if|claim falsely|falsely (?:claim|say|state)|make (?:it )?(?:up|look|seem)|(?:if|when) (?:the )?(?:user|anyone|somebody|someone|they)(?: \\w{1,8})? asks? (?:[^|]{0,16} )?(?:happened|happening|it|this|you|your) [^|]{0,40}(?:claim|deny|lie|(?:answer|reply|respond|say|tell (?:them|him|her)) (?:only |just )?that)",
    ),
  },
  {
    kind: "asking",
    severity: "low",
    what: "has people asked for secrets",
    find: inOrder(
      "ask|get|instruct|prompt|request|tell",
      4,
      "(?:the )?(?:users?|customers?|human|them)",
      24,
      "enter|give|paste|provide|reveal|send|share|submit|type",
      24,
      "card numbers?|cvv|one-time codes?|passwords?|passphrase|pins?|private keys?|recovery phrase|seed phrase|secrets?",
    ),
  },
  {
    kind: "showing",
    severity: "low",
    what: "tells the model what not to show",
    find: inOrder(NOT, 16, SHOW, 40, PERSON),
  },
  {
    kind: "secrecy",
    severity: "high",
    what: "tells the model to keep something secret",
    find: matching(
      /(?<![\p{L}\p{N}])(?:keep (?:this|it|that|these)(?: \w{1,16}){0,3} (?:secret|hidden|confidential|private|to yourself|between us)|hide (?:this|it|that|these)(?: \w{1,16}){0,3} from (?:the )?(?:users?|people|humans?|anyone|them)|(?:the )?users? (?:must|should|shall|may|can|need) ?(?:not|never)(?: ever)? (?:know|see|learn|notice|find out|be (?:told|informed|aware|notified)))/u,
    ),
  },
  {
    kind: "consent",
    severity: "high",
    what: "tells the model not to ask for consent",
    find: inOrder(
      NOT,
      16,
      "ask(?:ing)?|request(?:ing)?|requir(?:e|ing)|seek(?:ing)?|wait(?:ing)?",
      32,
      "approval|authori[sz]ation|confirm|confirmation|consent|permission",
    ),
  },
  {
    kind: "consent",
    severity: "high",
    what: "says that somebody has agreed already",
    find: inOrder(
      "(?:users?|owner|administrator|admin|operator|customer|human)(?: has| have)? (?:already|previously|implicitly|pre-?)",
      12,
      "agreed|approved|authori[sz]ed|confirmed|consented|granted|permitted",
    ),
  },
];
