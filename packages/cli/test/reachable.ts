import { join } from "node:path";
import type { Scratch } from "./scratch.ts";

/** Text that acts on a terminal, on a page and on its reader, if anything lets it. */
export const HOSTILE = `\u001b[2J\u202Eevil\u200b<img src=x onerror=alert(1)>"'&[click](https://evil.example)\n`;

const SERVER = join(import.meta.dirname, "note-server.ts");

/** The command of a server that lists `read`, `write`, `quit` and `unmapped`, and notes in a file what it is called for. */
export const NOTE_SERVER: readonly string[] = [process.execPath, SERVER];

/** The configuration of a project that names servers, as Claude Code has it. */
export function projectOf(scratch: Scratch, servers: Readonly<Record<string, object>>): string {
  return scratch.file(".mcp.json", JSON.stringify({ mcpServers: servers }, undefined, 2));
}

/** The entry of a configuration that starts the server, with more arguments, which it does not read. */
export function noteServer(...more: readonly string[]): object {
  return { command: process.execPath, args: [SERVER, ...more] };
}

/** A file with the definition of a tool that runs code. */
export function toolFile(scratch: Scratch, name = "execute_code"): string {
  const inputSchema = { type: "object", properties: { code: { type: "string" } } };
  const tool = { name, description: "Executes code in a shell.", inputSchema };
  return scratch.file("tools.json", JSON.stringify({ tools: [tool] }));
}
