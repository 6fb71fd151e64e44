import type { Redirection } from "unbash";
import type { Findings } from "./findings.ts";
import type { Word } from "./run.ts";
import type { ScriptContext } from "./script-reader.ts";

/** What may stand before an operator, and is then no word. */
const DESCRIPTOR = /^(?:\d+|\{\w+(?:\[[^]*\])?\})$/;
const COPY = /^(?:\d+-?|-)$/;
/** What a program may write to or read from without touching a file. */
const NO_FILE = /^\/dev\/(?:null|zero|full|u?random|tty|std(?:in|out|err)|fd\/\d+)$/;
const SOCKET = /^\/dev\/(?:tcp|udp)\//;
const PLAIN_DELIMITER = /^(?:\w+|'\w+'|"\w+"|\\\w+)$/;

/** Whether a path stands for no file: the null device, a terminal or an open stream. */
export function isNoFile(path: string): boolean {
  return NO_FILE.test(path);
}

/** Reads what redirections read and write; says whether they feed something to the command they stand at. */
export function readRedirections(
  redirects: readonly Redirection[],
  { findings, source, words }: ScriptContext,
): boolean {
  let receives = false;
  for (const redirect of redirects) {
    if (lacksTarget(redirect, source)) findings.opaque ??= "it is not a well-formed shell command";
    if (redirect.descriptor?.type === "FileDescriptorVariable")
      findings.opaque ??= "it sets a variable to a file descriptor";
    if (redirect.type === "HereDoc") {
      receives = true;
      if (!PLAIN_DELIMITER.test(redirect.delimiter?.text ?? "") || redirect.closing === undefined)
        findings.opaque ??= "its here-document may end elsewhere";
      words.parts(redirect.body.parts);
      findings.mention(redirect.body.text);
    } else if (redirect.type === "HereString") {
      receives = true;
      const value = words.value(redirect.target);
      if (typeof value === "string") findings.mention(value);
    } else {
      const [target, ...others] =
        redirect.target === undefined ? [] : words.fields(redirect.target);
      const path = others.length > 0 || target?.one === false ? undefined : target?.text;
      receives ||= redirect.operator.startsWith("<");
      redirectTo(redirect.operator, path, findings);
    }
  }
  return receives;
}

/** `< 2>x` has no file to read: the number, or `{name}`, belongs to the second operator. */
function lacksTarget(redirect: Redirection, source: string): boolean {
  if (redirect.type === "HereDoc" || redirect.target === undefined) return false;
  const { end, text } = redirect.target;
  return DESCRIPTOR.test(text) && /[<>]/.test(source[end] ?? "");
}

function redirectTo(operator: string, path: Word, findings: Findings): void {
  if (path !== undefined) {
    if (operator.endsWith("&") && COPY.test(path)) return;
    if (SOCKET.test(path)) findings.connects = true;
    if (isNoFile(path) || SOCKET.test(path)) return;
    // zsh takes the `!` for a part of the operator.
    if (path.startsWith("!")) findings.writes.push(undefined);
  }
  if (operator.includes(">")) findings.writes.push(path);
  if (operator.includes("<")) findings.reads.push(path);
}
