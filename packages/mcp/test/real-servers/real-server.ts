/** A call of a tool. */
export interface ToolCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A server that others have made and published, and what is tried on it. */
export interface RealServer {
  readonly name: string;
  /** How it is started to work in a folder; what is not said of its environment it inherits. */
  readonly start: (folder: string) => {
    readonly args: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  };
  /** Which calls of the tool `allowed` is a call of are denied: the `args` of a rule. */
  readonly deny: Readonly<Record<string, string | object>>;
  /** What has to be called before the others. */
  readonly first?: (folder: string) => ToolCall;
  readonly allowed: (folder: string) => ToolCall;
  readonly denied: (folder: string) => ToolCall;
  /** What it says to the allowed call, though the denied one came before. */
  readonly says: RegExp;
  /** What the two calls would have done outside of it: the allowed one, and the denied one. */
  readonly effects?: (folder: string) => readonly [allowed: boolean, denied: boolean];
}

/** A resource that nobody may read. */
export const CLOSED = "demo://resource/static/document/structure.md";

/** A policy under which all of their tools are there and everything else is open, but for what each has denied. */
export function policyFor(...servers: readonly RealServer[]): string {
  const tools = servers.flatMap(({ name, allowed }): readonly (readonly [string, string])[] => {
    const prefix = servers.length === 1 ? "" : `${name}__`;
    return [
      [`${prefix}*`, `${name}.use`],
      [`${prefix}${allowed("").name}`, `${name}.guarded`],
    ];
  });
  const methods = { "mcp:*": "mcp.method", "mcp:resources/read": "mcp.read" };
  // YAML reads JSON.
  return JSON.stringify({
    tools: { ...Object.fromEntries(tools), ...methods },
    deny: [
      ...servers.map(({ name, deny }) => ({ capability: `${name}.guarded`, args: deny })),
      { capability: "mcp.read", args: { "/uri": CLOSED } },
    ],
    allow: ["mcp", ...servers.flatMap(({ name }) => [`${name}.use`, `${name}.guarded`])],
  });
}
