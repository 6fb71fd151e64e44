import type { JsonObject } from "@capfence/core";
import type { GatewayLog } from "../log.ts";
import { ToolCatalogue } from "../pins/tool-catalogue.ts";
import { type ListedTool, ToolListFault } from "../pins/tool-page.ts";
import type { RpcError } from "../wire/message.ts";
import { CODE } from "../wire/rpc-failure.ts";
import { isError, type WholeList, wholeList } from "./pages.ts";
import type { UpstreamLink } from "./upstream-link.ts";

/** What somebody has reviewed of what upstreams list. */
export interface ToolReviews {
  /** Hears what an upstream lists, whole. */
  listed(upstream: string, catalogue: ToolCatalogue): Promise<void>;
  /** Whether somebody has reviewed a tool as it is listed now. */
  isReviewed(upstream: string, tool: ListedTool): boolean;
}

/** What an upstream has listed, and what could be learned from it. */
export interface ToolListing {
  readonly list: WholeList | RpcError;
  readonly catalogue: ToolCatalogue;
}

/** What the upstreams of every session list as tools. */
export class ToolLists {
  readonly #reviews: ToolReviews;
  readonly #log: GatewayLog;
  readonly #catalogues = new WeakMap<UpstreamLink, Promise<ToolCatalogue>>();
  /** As they were listed last, also while they are asked for anew. */
  readonly #listed = new WeakMap<UpstreamLink, ToolCatalogue>();
  /** How often each has said that its list has changed. */
  readonly #changes = new WeakMap<UpstreamLink, number>();

  constructor(reviews: ToolReviews, log: GatewayLog) {
    this.#reviews = reviews;
    this.#log = log;
  }

  /** What an upstream has listed last; asks for it if it never has, or has said that it has changed. */
  of(link: UpstreamLink): Promise<ToolCatalogue> {
    const known = this.#catalogues.get(link);
    if (known !== undefined) return known;
    // Others that ask meanwhile wait for the same list: nobody who asks can cancel it for them.
    const listing = this.list(link, {}, new AbortController().signal)
      .then(({ catalogue }) => catalogue)
      .finally(() => {
        if (this.#catalogues.get(link) === listing) this.#catalogues.delete(link);
      });
    this.#catalogues.set(link, listing);
    return listing;
  }

  /** Asks for the list, in the words of the client, and learns from it. */
  async list(link: UpstreamLink, params: JsonObject, signal: AbortSignal): Promise<ToolListing> {
    const changes = this.#changes.get(link);
    const catalogue = new ToolCatalogue();
    try {
      const list = await wholeList(link, "tools/list", params, signal, (cursor, { result, text }) =>
        catalogue.learn(cursor, result ?? {}, text),
      );
      // A server that has failed to list its tools may list them the next time.
      if (isError(list)) return { list, catalogue: new ToolCatalogue() };
      await this.#reviews.listed(link.name, catalogue);
      this.#listed.set(link, catalogue);
      // A list that has changed meanwhile is asked for again when it is needed.
      if (this.#changes.get(link) === changes)
        this.#catalogues.set(link, Promise.resolve(catalogue));
      return { list, catalogue };
    } catch (error) {
      if (!(error instanceof ToolListFault)) throw error;
      this.#catalogues.delete(link);
      this.#log.warn("a list of tools cannot be used", {
        upstream: link.name,
        error: error.message,
      });
      const list = { code: CODE.internal, message: "the server's list of tools cannot be used" };
      return { list, catalogue: new ToolCatalogue() };
    }
  }

  /** The list is known to have changed. */
  forget(link: UpstreamLink): void {
    this.#changes.set(link, (this.#changes.get(link) ?? 0) + 1);
    this.#catalogues.delete(link);
  }

  /** Whether an upstream has listed a tool of this name. */
  has(link: UpstreamLink, name: string): boolean {
    return this.#listed.get(link)?.definitionOf(name) !== undefined;
  }

  isReviewed(link: UpstreamLink, tool: ListedTool): boolean {
    return this.#reviews.isReviewed(link.name, tool);
  }
}
