import { mayExport } from "./environment.ts";
import { ANY_TEXT, ANY_WORDS, type Field, known } from "./fields.ts";
import { readFind } from "./find-exec.ts";
import { systemProgram } from "./program-name.ts";
import { readBuiltin, isBuiltin } from "./builtins.ts";
import type { ScriptContext } from "./script-reader.ts";
import { readShellCommand } from "./shell-command.ts";
import { type Wrapper, wrapperOf } from "./wrappers.ts";
import { takeOptions } from "./wrapper-options.ts";

const MAXIMUM_WRAPPERS = 16;

/** Reads the run of a program: through the wrappers it starts with to the programs that run in the end. */
export function readRun(
  fields: readonly Field[],
  receives: boolean,
  script: ScriptContext,
  depth = 0,
): void {
  const [program] = fields;
  if (depth > MAXIMUM_WRAPPERS) return script.opaque("its wrappers are too deep");
  if (program === undefined) return;
  if (program.text === undefined) {
    script.findings.run(fields, receives);
    return script.opaque("which program it runs is not known before it runs");
  }
  const name = systemProgram(program.text);
  const wrapper = name === undefined ? undefined : wrapperOf(name);
  if (name === undefined) return script.findings.run(fields, receives);
  if (wrapper !== undefined) return readWrapper(wrapper, name, fields, receives, script, depth);
  const inner = (words: readonly Field[]): void => {
    script.findings.starters.add(name);
    readRun(words, receives, script, depth + 1);
  };
  if (name === "find") return readFind(fields, receives, inner, script);
  if (readShellCommand(name, fields, receives, script)) script.findings.starters.add(name);
  else script.findings.run(fields, receives);
}

function readWrapper(
  wrapper: Wrapper,
  name: string,
  fields: readonly Field[],
  receives: boolean,
  script: ScriptContext,
  depth: number,
): void {
  const options = takeOptions(wrapper, fields);
  if (wrapper.escalates === true) script.findings.escalates = true;
  if (options === undefined) {
    script.findings.run(fields, receives);
    return script.opaque(`what "${name}" runs is not known before it runs`);
  }
  script.findings.starters.add(name);
  if (wrapper.appends === true) readArgumentFile(fields.slice(1, options.place), script);
  if (options.asks) return;
  if (options.chdir !== undefined) script.findings.moveTo(options.chdir);
  let place = options.place + (wrapper.operands ?? 0);
  if (fields.slice(options.place, place).some(({ one }) => !one))
    script.opaque(`what "${name}" runs is not known before it runs`);
  for (; wrapper.assignments === true && place < fields.length; place += 1) {
    const field = fields[place];
    const variable = /^(\w+)=/.exec(field?.text ?? field?.shape ?? "")?.[1];
    if (variable === undefined) break;
    if (!mayExport(variable)) script.opaque(`it sets ${variable}`);
  }
  let rest: readonly Field[] = fields.slice(place);
  if (rest.length === 0) {
    if (wrapper.otherwise === "") return;
    if (wrapper.otherwise === undefined) return script.findings.run(fields, receives);
    rest = [known(wrapper.otherwise)];
  }
  if (wrapper.appends === true) rest = withInput(rest, options.replaces);
  // `command eval` and `builtin source` are still builtins; a file of that name is not in the search path.
  if (rest[0]?.text !== undefined && isBuiltin(rest[0].text))
    return readBuiltin(rest, receives, script);
  readRun(rest, receives, script, depth + 1);
}

/** Takes in the file that `xargs -a` reads. */
function readArgumentFile(options: readonly Field[], script: ScriptContext): void {
  for (const [place, { text }] of options.entries()) {
    const found = /^(?:-[0prtx]*a|--arg-file(?:=|$))([^]*)$/.exec(text ?? "");
    if (found !== null)
      script.findings.reads.push(found[1] === "" ? options[place + 1]?.text : found[1]);
  }
}

/** The words of a program with what its wrapper reads: at the end, or wherever the text to replace stands. */
function withInput(fields: readonly Field[], replaces: string | undefined): readonly Field[] {
  if (replaces === undefined) return [...fields, ANY_WORDS];
  return fields.map((field) => {
    if (field.text?.includes(replaces) === true)
      return { text: undefined, shape: field.text.replaceAll(replaces, ANY_TEXT), one: true };
    return field.shape?.includes(replaces) === true ? { ...field, shape: undefined } : field;
  });
}
