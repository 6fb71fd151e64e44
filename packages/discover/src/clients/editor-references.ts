import { basename } from "node:path";
import type { Meaning, Place } from "./fill-in.ts";
import { variable } from "./host.ts";

/** References as editors have them: `${env:NAME}`, `${userHome}`, `${workspaceFolder}` and `${input:id}`. */
export function editorMeaning(reference: string, { host }: Place): Meaning | undefined {
  const [, kind = reference, name = ""] = /^([A-Za-z]+):(.*)$/s.exec(reference) ?? [];
  if (kind === "env") {
    const value = variable(host, name);
    return value === undefined ? { text: "" } : { text: value, variable: name };
  }
  if (ASKED.has(kind))
    return {
      fault: `"\${${reference}}" is what its client asks for or runs, and is not known here`,
    };
  switch (reference) {
    case "userHome":
      return { text: host.home };
    case "workspaceFolder":
    case "workspaceRoot":
    case "cwd":
      return inProject(host.project, reference);
    case "workspaceFolderBasename":
      return inProject(host.project && basename(host.project), reference);
    case "pathSeparator":
    case "/":
      return { text: host.platform === "win32" ? "\\" : "/" };
    default:
      return undefined;
  }
}

/** What only the client can say: it asks its user, runs a command, or reads its settings. */
const ASKED: ReadonlySet<string> = new Set(["command", "config", "input"]);

function inProject(text: string | undefined, reference: string): Meaning {
  return text === undefined
    ? { fault: `"\${${reference}}" is that of a project, and none is named here` }
    : { text };
}
