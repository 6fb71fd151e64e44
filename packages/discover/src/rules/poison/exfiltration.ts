import { inOrder, matching } from "../../texts/in-order.ts";
import type { Signal } from "./signal.ts";

/** Files and folders that hold secrets, or say what a client is connected to. */
const SECRET_FILES =
  "~/\\.(?:ssh|aws|kube|config|cursor|gnupg|docker|claude|codex|npmrc|netrc|pypirc|env|bash_history|zsh_history|git-credentials)[^\\s|]{0,60}|(?:[^\\s|]{0,60}/)?(?:\\.ssh|\\.aws|\\.gnupg|\\.kube)(?:/[^\\s|]{0,60})?|(?:[^\\s|]{0,60}/)?(?:id_rsa|id_ed25519|id_ecdsa|id_dsa|authorized_keys|\\.env(?:\\.\\w{1,12})?|\\.netrc|\\.npmrc|\\.pypirc|\\.git-credentials|\\.htpasswd|\\.pgpass|mcp\\.json|claude_desktop_config\\.json|kubeconfig|wallet\\.dat|\\.bash_history|\\.zsh_history)|/etc/(?:passwd|shadow|sudoers)|/proc/self/environ|(?:ssh|private|signing) keys?|id rsa|ssh keys?|keychain|env(?:ironment)? (?:variables?|files?)|browser cookies?|seed phrases?|recovery phrases?";
const TAKE =
  "access|append|attach|cat|collect|copy|dump|embed|export|extract|fetch|forward|gather|get|grab|harvest|include|insert|list|load|look (?:up|at)|open|output|pass|paste|place|post|provide|put|read|report|retrieve|return|send|set|share|submit|supply|take|transmit|upload|use|write";
const CONTENT = "contents?|copy|data|text|value|values|all lines";
const TALK =
  "(?:entire|full|whole|complete|current|previous|prior|all|user'?s?|our|this|recent|past|earlier)(?: \\w{1,16}){0,3} (?:conversations?|chats?|chat history|context|dialogues?|messages|history|transcripts?|prompts?)|(?:conversation|chat|message) (?:history|context|log|transcript)|(?:last|latest) (?:\\w{1,8} ){0,2}(?:exchanges|messages|prompts|turns)";
const SECRETS =
  "(?:all|any|every|each|user'?s?|available|known|stored|other)(?: \\w{1,16}){0,3} (?:api keys?|passwords?|credentials?|secrets?|(?:access|session|auth|bearer)? ?tokens?|private keys?|pins?|credit card(?: numbers?)?|personal (?:data|information|details))";
const MOVE =
  "append|attach|cite|contain|copy|echo|email|embed|encode|exfiltrate|forward|include|insert|leak|pass|paste|place|post|provide|put|quote|relay|repeat|send|share|smuggle|submit|supply|transmit|upload|write";

/** Has secrets or what was said carried off, mostly in an argument that nobody looks at. */
export const EXFILTRATIONS: readonly Signal[] = [
  {
    kind: "secrets",
    severity: "critical",
    what: "has files that hold secrets put into a call",
    find: inOrder(TAKE, 40, SECRET_FILES, 120, MOVE, 80, "argument|as|into?|parameter|to|with"),
  },
  {
    kind: "secrets",
    severity: "critical",
    what: "asks for the content of files that hold secrets",
    find: inOrder(CONTENT, 24, "from|in|inside|of", 24, SECRET_FILES),
  },
  {
    kind: "secrets",
    severity: "critical",
    what: "has files that hold secrets read before or with a call",
    find: inOrder(
      "after|always|before|first|prior to|also|must|when|whenever|please|need to|required|you should",
      100,
      TAKE,
      40,
      SECRET_FILES,
    ),
  },
  {
    kind: "secrets",
    severity: "medium",
    what: "has files that hold secrets read",
    find: inOrder(MOVE, 40, SECRET_FILES),
  },
  {
    kind: "secrets",
    severity: "high",
    what: "has files that hold secrets read",
    find: inOrder(
      "gib|lade|lea|lee|leer|leggi|leia|lese|lies|lire|lis|lisez|offne|abra|abre|abri|ouvre|ouvrez|открои|прочитаи|прочти|прочитаите",
      40,
      SECRET_FILES,
    ),
  },
  {
    kind: "secrets",
    severity: "high",
    what: "has files that hold secrets read",
    find: matching(
      /(?:读取|打开|查看|发送|開いて|読み).{0,16}(?:ssh|id_rsa|\.env|密码|密钥)|(?:ssh|id_rsa|\.env).{0,16}(?:を読|を開|を送)/u,
    ),
  },
  {
    kind: "secrets",
    severity: "medium",
    what: "wants to be given what is private with every call",
    find: inOrder(
      "call|fill|give|include|invoke|pass|provide|send|supply|use",
      60,
      "bank account numbers?|credit card(?: numbers?)?|cvv|passport numbers?|social security numbers?",
      40,
      "all|always|each|every",
    ),
  },
  {
    kind: "command",
    severity: "high",
    what: "holds a command that fetches a program and runs it",
    find: matching(
      /(?<![\p{L}\p{N}])(?:curl|wget|iwr|invoke-webrequest) [^|]{1,200}\|(?: \|)? ?(?:sudo )?(?:ba|z|da)?(?:sh|python3?|node|iex)(?![\p{L}\p{N}])/u,
    ),
  },
  {
    kind: "destination",
    severity: "medium",
    what: "has what was found sent to a place that it names",
    find: inOrder(
      "forward|post|relay|send|submit|transmit|upload",
      24,
      "all|contents|everything|what you",
      48,
      "https?://[^\\s|]{3,80}|[\\w.+-]{1,40}@[\\w-]{1,40}\\.[\\w.-]{2,40}",
    ),
  },
  {
    kind: "talk",
    severity: "low",
    what: "asks for what was said in the conversation",
    find: inOrder(MOVE, 32, TALK),
  },
  {
    kind: "talk",
    severity: "high",
    what: "always asks for what was said in the conversation",
    find: inOrder("always|before|each|every|first|must|whenever", 60, MOVE, 32, TALK),
  },
  {
    kind: "talk",
    severity: "high",
    what: "always asks for what was said in the conversation",
    find: inOrder(MOVE, 32, TALK, 40, "always|each|every|all calls"),
  },
  {
    kind: "secrets",
    severity: "critical",
    what: "has secrets looked for and put into a call",
    find: inOrder(
      TAKE,
      12,
      "(?:access |api |private |secret )?keys?|cookies?|credentials?|passwords?|secrets?|tokens?",
      32,
      "from|in",
      24,
      "browser|clipboard|conversation|disk|env|environment|files?|home|keychain|memory|other|previous|vault",
      60,
      MOVE,
      40,
      "argument|as|field|header|in|into|parameter|to|with",
    ),
  },
  {
    kind: "secrets",
    severity: "high",
    what: "asks for secrets that are not its own",
    find: inOrder(MOVE, 32, SECRETS),
  },
  {
    kind: "destination",
    severity: "high",
    what: "sends what it was not given for to a place that it names",
    find: inOrder(
      "also|additionally|always|in addition|secretly|silently|quietly|every|all|a copy|copies",
      60,
      "bcc|cc|copy|forward|post|report|send|submit|transmit|upload",
      80,
      "https?://[^\\s|]{3,80}|[\\w.+-]{1,40}@[\\w-]{1,40}\\.[\\w.-]{2,40}",
    ),
  },
];
