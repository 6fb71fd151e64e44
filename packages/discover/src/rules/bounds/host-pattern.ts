import type { AST } from "@eslint-community/regexpp";
import type { JsonObject } from "@capfence/core";
import { isListed } from "./text-bounds.ts";
import { beginningsOf, endingsOf, mayMatch } from "./pattern.ts";

/** What ends a host, what makes it another, and what programs read differently. */
const NOT_OF_HOSTS = "/\\@:?#%[] \t\n";

/** Whether a schema fixes the host of a URL, by a list or a pattern such as `^https://[a-z]+\.example\.com/`. */
export function fixesHost(schema: JsonObject): boolean {
  if (isListed(schema)) return true;
  const { pattern } = schema;
  if (typeof pattern !== "string") return false;
  const urls = beginningsOf(pattern);
  if (urls?.every(startsWithFixedHost) === true) return true;
  const whole = urls === undefined ? undefined : endingsOf(pattern);
  return whole?.every((way) => isFixedHost(way.slice(1))) === true;
}

/** Whether a schema fixes the domain of an address, by a list or a pattern such as `@example\.com$`. */
export function fixesDomain(schema: JsonObject): boolean {
  if (isListed(schema)) return true;
  const { pattern } = schema;
  const ways = typeof pattern === "string" ? endingsOf(pattern) : undefined;
  return (
    ways?.every((way) => {
      const at = way.findLastIndex((one) => spelled(one) === "@");
      return at !== -1 && isFixedHost(way.slice(at + 1));
    }) === true
  );
}

function startsWithFixedHost(way: readonly AST.Element[]): boolean {
  const slashes = way.findIndex(
    (one, index) =>
      spelled(one) === ":" && spelled(way[index + 1]) === "/" && spelled(way[index + 2]) === "/",
  );
  // A scheme that could hold a host of its own would not come first.
  if (slashes === -1 || mayMatch(way.slice(0, slashes), NOT_OF_HOSTS)) return false;
  const rest = way.slice(slashes + 3);
  const end = rest.findIndex((_one, index) => endsHost(rest, index));
  return end !== -1 && isFixedHost(rest.slice(0, end));
}

/** A slash, the end of the text, or a group that starts with one of these, if need be before another. */
function endsHost(elements: readonly AST.Element[], index: number): boolean {
  const element = elements[index];
  switch (element?.type) {
    case "Assertion":
      return element.kind === "end";
    case "Group":
    case "CapturingGroup":
      return element.alternatives.every((one) => endsHost(one.elements, 0));
    case "Quantifier":
      return endsHost([element.element], 0) && (element.min > 0 || endsHost(elements, index + 1));
    default:
      return spelled(element) === "/";
  }
}

/** Whether it is a name that is spelled out, or anything below one: `.example.com`, but not `com` or `example.com`. */
function isFixedHost(host: readonly AST.Element[]): boolean {
  if (host.length === 0 || mayMatch(host, NOT_OF_HOSTS)) return false;
  const [only] = host;
  if (host.length === 1 && (only?.type === "Group" || only?.type === "CapturingGroup"))
    return only.alternatives.every(({ elements }) => isFixedHost(elements));
  const free = host.findLastIndex((one) => spelled(one) === undefined);
  const end = host
    .slice(free + 1)
    .map((one) => spelled(one) ?? "")
    .join("");
  return free === -1 || endsLabel(host[free])
    ? /^[\w-]+(?:\.[\w-]+)+$/.test(end)
    : /^(?:\.[\w-]+){2,}$/.test(end);
}

/** Whether what it matches is nothing or ends with a dot, as `([a-z]+\.)?` does. */
function endsLabel(element: AST.Element | undefined): boolean {
  const group = element?.type === "Quantifier" ? element.element : element;
  if (group?.type !== "Group" && group?.type !== "CapturingGroup") return false;
  return group.alternatives.every(({ elements }) => spelled(elements.at(-1)) === ".");
}

function spelled(element: AST.Element | undefined): string | undefined {
  return element?.type === "Character" ? String.fromCodePoint(element.value) : undefined;
}
