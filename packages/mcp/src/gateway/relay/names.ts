import type { JsonObject } from "@capfence/core";
import { isJsonObject } from "../wire/json-object.ts";

/** Something of an upstream, by the name that the upstream knows it by. */
export interface Owned {
  readonly upstream: string;
  readonly name: string;
}

/** How things of several upstreams are told apart: by `upstream__` before names, and `upstream+` before URIs. */
export class Names {
  readonly upstreams: readonly string[];
  readonly #prefixed: boolean;

  constructor(upstreams: readonly string[], prefix: "always" | "several") {
    this.upstreams = upstreams;
    this.#prefixed = prefix === "always" || upstreams.length > 1;
  }

  /** Whether clients see one upstream, as it is. */
  get single(): boolean {
    return !this.#prefixed && this.upstreams.length === 1;
  }

  /** The name of a tool or prompt as clients see it. */
  shown(upstream: string, name: string): string {
    return this.#prefixed ? `${upstream}__${name}` : name;
  }

  /** Whose a tool or prompt is; undefined if no upstream can have it. */
  owner(shown: string): Owned | undefined {
    return this.#split(shown, "__");
  }

  /** The URI of a resource, or of a template, as clients see it. */
  shownUri(upstream: string, uri: string): string {
    return this.#prefixed ? `${upstream}+${uri}` : uri;
  }

  /** Whose a resource is; undefined if no upstream can have it. */
  uriOwner(shown: string): Owned | undefined {
    return this.#split(shown, "+");
  }

  /** What an upstream says, with the URIs of resources in it as clients see them. */
  withShownUris(upstream: string, result: JsonObject): JsonObject {
    if (!this.#prefixed) return result;
    return this.#rewrite(upstream, result) as JsonObject;
  }

  /** Names of upstreams have no underscore and no plus, so the first of them is the separator. */
  #split(shown: string, separator: string): Owned | undefined {
    const [only] = this.upstreams;
    if (!this.#prefixed) return only === undefined ? undefined : { upstream: only, name: shown };
    const at = shown.indexOf(separator);
    const upstream = at === -1 ? "" : shown.slice(0, at);
    return this.upstreams.includes(upstream)
      ? { upstream, name: shown.slice(at + separator.length) }
      : undefined;
  }

  /** Contents, embedded resources and links are the places where MCP has URIs of resources; the rest stays as it is. */
  #rewrite(upstream: string, value: unknown): unknown {
    if (Array.isArray(value)) {
      const shown = value.map((one) => this.#rewrite(upstream, one));
      return shown.some((one, index) => one !== value[index]) ? shown : value;
    }
    if (!isJsonObject(value)) return value;
    const changed: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(value)) {
      const shown = RESOURCE_HOLDERS.has(key) ? this.#rewrite(upstream, member) : member;
      if (shown !== member) changed[key] = shown;
    }
    const { uri } = value;
    if (typeof uri === "string") changed["uri"] = this.shownUri(upstream, uri);
    return Object.keys(changed).length === 0 ? value : { ...value, ...changed };
  }
}

const RESOURCE_HOLDERS = new Set(["content", "contents", "messages", "resource"]);
