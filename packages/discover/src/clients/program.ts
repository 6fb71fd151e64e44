import type { Pair } from "./server-entry.ts";

/** Programs that run another, whose name follows. */
const RUNNERS: ReadonlySet<string> = new Set([
  "bunx",
  "dlx",
  "exec",
  "node",
  "npx",
  "pnpm",
  "pnpx",
  "yarn",
]);

/** The program of a command without arguments, which some write behind it, and without what is set for it. */
export function programOf(command: string): string {
  if (!/\s/.test(command) || /^[A-Za-z]:\\[^"=]*\.(?:bat|cmd|com|exe)$/i.test(command))
    return command;
  return command.split(/\s+/).find((word) => word !== "" && !/^[A-Za-z_]\w*=/.test(word)) ?? "";
}

/** Whether a command line starts the gateway of CapFence. It says no more than that: anything can be called so. */
export function isGateway(command: string, args: readonly Pair[]): boolean {
  const words = [command, ...args.map(({ value }) => value)];
  const own = words.findIndex((word) => nameOf(word) === "capfence");
  return (
    own !== -1 &&
    words.slice(0, own).every((word) => word.startsWith("-") || RUNNERS.has(nameOf(word))) &&
    words[own + 1] === "mcp" &&
    ["serve", "wrap"].includes(words[own + 2] ?? "")
  );
}

/** The name of a program without folder, version and ending. */
function nameOf(word: string): string {
  const last = word.split(/[/\\]/).at(-1) ?? "";
  return last.replace(/@[\w.^~-]*$/, "").replace(/\.(?:cmd|exe|js|mjs)$/i, "");
}
