import type { Json, JsonObject, MaybePromise } from "@capfence/core";
import { textAt } from "../wire/json-object.ts";
import type { Answer, Request, RpcError } from "../wire/message.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";
import type { ToolCatalogue } from "../pins/tool-catalogue.ts";
import { methodTool } from "./methods.ts";
import { isError, LIST_MEMBERS, type WholeList, wholeList } from "./pages.ts";
import type { Caller } from "./caller.ts";
import type { Handling, SessionParts } from "./session-parts.ts";
import type { UpstreamLink } from "./upstream-link.ts";

/** Lists as a client may see them: those of all upstreams together, without what could not run for this client. */
export class Lists {
  readonly #session: SessionParts;
  /** The upstreams of which it was said that none of their tools is shown. */
  readonly #hidden = new Set<string>();

  constructor(session: SessionParts) {
    this.#session = session;
  }

  async answer({ method, params = {} }: Request, handling: Handling): Promise<Answer> {
    if ("cursor" in params)
      throw new RpcFailure(
        CODE.invalidParams,
        "this cursor was not given out here: lists are whole",
      );
    const links = await this.#linksFor(method);
    const lists = await Promise.all(
      links.map(async (link) => ({ link, ...(await this.#list(link, method, params, handling)) })),
    );
    const failed = lists.find(({ list }) => isError(list))?.list as RpcError | undefined;
    // With one upstream its own error says best what is wrong; with several the others still have something.
    if (failed !== undefined && links.length === 1) return { error: failed };
    const items: JsonObject[] = [];
    for (const { link, list, catalogue } of lists) {
      if (isError(list)) continue;
      const show = async (item: JsonObject): Promise<JsonObject | undefined> =>
        this.#shownItem(link, method, item, { catalogue, caller: handling.caller });
      // oxlint-disable-next-line no-await-in-loop -- in the order of the configuration
      const shown = await Promise.all(list.items.map(show));
      // What a token leaves out is not for the operator to mend.
      const isPlain = catalogue !== undefined && handling.caller.token?.() === undefined;
      if (isPlain && shown.every((item) => item === undefined)) this.#tellHidden(link, catalogue);
      // Not spread: a list may be longer than a call can have arguments.
      for (const item of shown) if (item !== undefined) items.push(item);
    }
    const member = LIST_MEMBERS.get(method) ?? "";
    const streamed = lists.some(({ list }) => !isError(list) && list.streamed);
    return { result: { ...this.#about(lists), [member]: items }, ...(streamed && { streamed }) };
  }

  async #linksFor(method: string): Promise<readonly UpstreamLink[]> {
    const links = (await this.#session.links.openAll()).filter(({ isOpen }) => isOpen);
    // The methods of a capability begin with its name.
    const [capability = ""] = method.split("/");
    return links.length === 1
      ? links
      : links.filter(({ capabilities }) => capabilities?.[capability] !== undefined);
  }

  async #list(
    link: UpstreamLink,
    method: string,
    params: JsonObject,
    { signal }: Handling,
  ): Promise<{ readonly list: WholeList | RpcError; readonly catalogue?: ToolCatalogue }> {
    return method === "tools/list"
      ? this.#session.tools.list(link, params, signal)
      : { list: await wholeList(link, method, params, signal) };
  }

  /** What the lists say besides their items; what was made for one principal is not for the caches of others. */
  #about(lists: readonly { readonly list: WholeList | RpcError }[]): JsonObject {
    const abouts = lists.flatMap(({ list }) => (isError(list) ? [] : [list.about]));
    const ttls = abouts.map(({ ttlMs }) => ttlMs).filter((ttl) => typeof ttl === "number");
    if (this.#session.era === "legacy") return abouts[0] ?? {};
    return {
      resultType: "complete",
      ...abouts[0],
      ttlMs: ttls.length === 0 ? 0 : Math.min(...ttls),
      cacheScope: "private",
    };
  }

  #shownItem(
    link: UpstreamLink,
    method: string,
    item: JsonObject,
    {
      catalogue,
      caller,
    }: { readonly catalogue: ToolCatalogue | undefined; readonly caller: Caller },
  ): MaybePromise<JsonObject | undefined> {
    if (catalogue !== undefined) return this.#shownTool(link, item, catalogue, caller);
    if (method === "prompts/list") return this.#shownPrompt(link, item);
    if (method === "tasks/list") return this.#shownTask(link, item);
    return this.#shownResource(link, item);
  }

  /** Most often the policy calls them something else, and neither client nor server could say so. */
  #tellHidden(link: UpstreamLink, { tools }: ToolCatalogue): void {
    const reviewed = Array.from(tools).filter((tool) => this.#session.tools.isReviewed(link, tool));
    if (reviewed.length === 0 || this.#hidden.has(link.name)) return;
    this.#hidden.add(link.name);
    const names = this.#session.names();
    this.#session.log.warn(
      "no tool of a server is shown: the policy could allow none; name them under tools: as they are named here",
      {
        upstream: link.name,
        tools: reviewed.slice(0, 10).map(({ name }) => names.shown(link.name, name)),
      },
    );
  }

  #shownTool(
    link: UpstreamLink,
    item: JsonObject,
    catalogue: ToolCatalogue,
    caller: Caller,
  ): JsonObject | undefined {
    const { tools, names, judge } = this.#session;
    const name = textAt(item, "name") ?? "";
    const tool = catalogue.definitionOf(name);
    const shown = names().shown(link.name, name);
    const isShown =
      tool !== undefined && tools.isReviewed(link, tool) && judge.couldRun(caller, shown);
    return isShown ? { ...item, name: shown } : undefined;
  }

  async #shownPrompt(link: UpstreamLink, item: JsonObject): Promise<JsonObject | undefined> {
    const name = textAt(item, "name") ?? "";
    const takesNothing = (item["arguments"] as readonly Json[] | undefined)?.length === 0;
    const input = takesNothing || !("arguments" in item) ? { name } : undefined;
    const shown = this.#session.names().shown(link.name, name);
    return (await this.#mayBe(link, "prompts/get", input)) ? { ...item, name: shown } : undefined;
  }

  async #shownResource(link: UpstreamLink, item: JsonObject): Promise<JsonObject | undefined> {
    const uri = textAt(item, "uri");
    if (!(await this.#mayBe(link, "resources/read", uri === undefined ? undefined : { uri })))
      return undefined;
    const names = this.#session.names();
    const template = textAt(item, "uriTemplate");
    return {
      ...item,
      ...(uri === undefined ? {} : { uri: names.shownUri(link.name, uri) }),
      ...(template === undefined ? {} : { uriTemplate: names.shownUri(link.name, template) }),
    };
  }

  #shownTask(link: UpstreamLink, item: JsonObject): JsonObject | undefined {
    const { tasks, caller } = this.#session;
    const id = textAt(item, "taskId") ?? "";
    return tasks.isOf(link.name, id, caller.principal.key) ? item : undefined;
  }

  /** By what is known of it: with the whole input the policy decides, without it only what no input could change. */
  async #mayBe(
    link: UpstreamLink,
    method: string,
    input: JsonObject | undefined,
  ): Promise<boolean> {
    const { judge, caller } = this.#session;
    const tool = methodTool(method);
    if (input === undefined) return judge.couldRun(caller, tool);
    return judge.isVisible({ caller, tool, input: { ...input, upstream: link.name } });
  }
}
