import type { JsonObject } from "@capfence/core";
import type { Conversation, Upstream } from "../upstream/conversation.ts";
import { objectAt, textAt } from "../wire/json-object.ts";
import type { Answer, ServerMessage } from "../wire/message.ts";
import { type Era, ENVELOPE, LEGACY_VERSIONS, MODERN_VERSIONS } from "../wire/protocol.ts";
import { CODE } from "../wire/rpc-failure.ts";
import { ToolCatalogue } from "./tool-catalogue.ts";
import { ToolListFault } from "./tool-page.ts";

/** Where a server of the modern era says who it is. */
const SERVER_INFO = "io.modelcontextprotocol/serverInfo";

/** Servers list more tools to clients that can do more: all of them are to be seen, though nothing is done. */
const CAPABILITIES: JsonObject = {
  roots: { listChanged: true },
  sampling: {},
  elicitation: { form: {}, url: {} },
};

/** What a server lists, and what it says of itself. */
export interface ToolListing {
  readonly catalogue: ToolCatalogue;
  readonly era: Era;
  readonly server: JsonObject | undefined;
  /** What it tells every model that connects to it. */
  readonly instructions: string | undefined;
}

/** Who asks, and for how long they wait. */
export interface ListingOptions {
  /** Name and version, as servers are told. */
  readonly client: JsonObject;
  /** How long all of it may take in one era, in milliseconds. */
  readonly timeout?: number;
  /** How long a server may take to say that it speaks the modern era. */
  readonly discovery?: number;
}

/**
 * Connects to a server, in the modern era if it speaks that, and reads all that it lists. Rejects with `ToolListFault`
 * for a list that cannot be read, and with what the conversation rejects with.
 */
export async function listTools(upstream: Upstream, options: ListingOptions): Promise<ToolListing> {
  const { timeout = 60_000, discovery = 10_000 } = options;
  const modern = await converse(upstream, "modern", timeout, async (ask) => {
    const said = await givingUp(discovery, ask("server/discover", inEnvelope(options))).catch(
      () => undefined,
    );
    const versions = said?.result?.["supportedVersions"];
    if (!Array.isArray(versions) || !versions.includes(MODERN_VERSIONS[0])) return undefined;
    return readListing("modern", said?.result, (cursor) =>
      ask("tools/list", inEnvelope(options, cursor)),
    );
  }).catch((error: unknown) => {
    // A server that ends when it hears a method that it does not know may speak the other era.
    if (error instanceof ToolListFault) throw error;
    return undefined;
  });
  return (
    modern ??
    (await converse(upstream, "legacy", timeout, (ask, own) => handshake(ask, own, options)))
  );
}

/** Reads a list of tools to its end; `ask` asks for the page at a cursor. Rejects with `ToolListFault`. */
async function readAll(
  ask: (cursor: string | undefined) => Promise<Answer>,
  catalogue: ToolCatalogue,
): Promise<void> {
  let cursor: string | undefined;
  do {
    // Each page says what the next is called.
    // oxlint-disable-next-line no-await-in-loop
    const { result, error, text } = await ask(cursor);
    if (result === undefined)
      throw new ToolListFault(
        `the server does not list its tools: ${error?.code ?? ""} ${error?.message ?? ""}`,
      );
    cursor = catalogue.learn(cursor, result, text);
  } while (cursor !== undefined);
}

type Ask = (method: string, params: JsonObject) => Promise<Answer>;

async function handshake(
  ask: Ask,
  conversation: Conversation,
  { client }: ListingOptions,
): Promise<ToolListing> {
  const protocolVersion = LEGACY_VERSIONS[0];
  const said = await ask("initialize", {
    protocolVersion,
    capabilities: CAPABILITIES,
    clientInfo: client,
  });
  if (said.result === undefined)
    throw new ToolListFault(`the server does not take part: ${said.error?.message ?? ""}`);
  await conversation.notify({ method: "notifications/initialized" });
  return readListing("legacy", said.result, (cursor) =>
    ask("tools/list", cursor === undefined ? {} : { cursor }),
  );
}

async function readListing(
  era: Era,
  said: JsonObject | undefined,
  ask: (cursor: string | undefined) => Promise<Answer>,
): Promise<ToolListing> {
  const server = objectAt(said, "serverInfo") ?? objectAt(objectAt(said, "_meta"), SERVER_INFO);
  const catalogue = new ToolCatalogue();
  if (objectAt(objectAt(said, "capabilities"), "tools") === undefined)
    catalogue.learn(undefined, { tools: [] });
  else await readAll(ask, catalogue);
  return { catalogue, era, server, instructions: textAt(said, "instructions") };
}

function inEnvelope({ client }: ListingOptions, cursor?: string): JsonObject {
  const envelope = {
    [ENVELOPE.protocolVersion]: MODERN_VERSIONS[0],
    [ENVELOPE.clientCapabilities]: CAPABILITIES,
    [ENVELOPE.clientInfo]: client,
  };
  return { ...(cursor === undefined ? {} : { cursor }), _meta: envelope };
}

/** Opens a conversation, has it, and closes it whatever becomes of it. */
async function converse<Result>(
  upstream: Upstream,
  era: Era,
  timeout: number,
  have: (ask: Ask, conversation: Conversation) => Promise<Result>,
): Promise<Result> {
  let conversation: Conversation | undefined;
  const hear = (message: ServerMessage): void => {
    // One that cannot be answered is over, and whoever asks it hears of that.
    if (message.kind === "request")
      conversation?.answer(message.message.id, REFUSAL).catch(() => {});
  };
  const own = await upstream.open(era, { hear, ended: () => {}, fault: () => {} });
  conversation = own;
  let id = 0;
  const ended = new AbortController();
  const ask: Ask = (method, params) => {
    id += 1;
    return own.request({ id, method, params }, { hear, signal: ended.signal });
  };
  try {
    return await givingUp(timeout, have(ask, own));
  } finally {
    ended.abort();
    await own.close();
  }
}

/** Whoever only reads a list does nothing for a server. */
const REFUSAL: Answer = { error: { code: CODE.methodNotFound, message: "method not found" } };

/** Unlike what the relay does, this ends also where a server hears of no signal, and with what makes a list unusable. */
async function givingUp<Result>(timeout: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new ToolListFault(`the server has not answered within ${timeout} ms`)),
      timeout,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
