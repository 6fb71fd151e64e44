import type { Tool } from "ai";

/** How a tool that calls other tools (code mode) is made from those it may call. */
interface LocalCaller {
  readonly bind: (tools: object) => Tool;
}

/**
 * A tool with everything of another one but what is replaced. Nothing leads from it to the other. Of a tool that is
 * bound to others later, `again` copies what comes of that.
 */
export function copiedTool(tool: Tool, replaced: object, again: (bound: Tool) => Tool): Tool {
  const fields = new Map(Object.entries(Object.getOwnPropertyDescriptors(replaced)));
  for (let at: object | null = tool; at !== null && at !== Object.prototype;) {
    for (const key of Object.getOwnPropertyNames(at)) {
      if (fields.has(key) || key === "constructor") continue;
      const value: unknown = Reflect.get(tool, key);
      const enumerable = Object.prototype.propertyIsEnumerable.call(at, key);
      fields.set(key, {
        // Methods of a class need the tool they are of, and a copy must not inherit from it.
        value: isLocalCaller(value)
          ? { ...value, bind: (tools: object) => again(value.bind(tools)) }
          : typeof value === "function" && at !== tool
            ? value.bind(tool)
            : value,
        enumerable,
        configurable: true,
        writable: true,
      });
    }
    at = Object.getPrototypeOf(at) as object | null;
  }
  return Object.defineProperties({}, Object.fromEntries(fields)) as Tool;
}

function isLocalCaller(value: unknown): value is LocalCaller {
  return (
    typeof value === "object" &&
    value !== null &&
    "bind" in value &&
    typeof value.bind === "function"
  );
}
