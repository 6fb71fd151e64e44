import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A tool call that the scripted model makes. */
export interface ScriptedCall {
  readonly id?: string;
  readonly name: string;
  readonly input: unknown;
}

/** One answer of the scripted model: text, or tool calls made at once. */
export type Turn = string | readonly ScriptedCall[];

/** What the model was told of a tool call. */
export interface ToolResult {
  readonly id: string;
  readonly text: string;
  readonly isError: boolean;
}

interface Block {
  readonly type: string;
  readonly text?: string;
  readonly content?: string | readonly Block[];
  readonly tool_use_id?: string;
  readonly is_error?: boolean;
}

interface Body {
  readonly stream?: boolean;
  readonly model: string;
  readonly tools?: readonly { readonly name: string; readonly description: string }[];
  readonly messages: readonly { readonly content: string | readonly Block[] }[];
}

/** What Claude Code adds to the results of tools. */
const REMINDER = /\s*<system-reminder>[^]*<\/system-reminder>\s*$/;

/** Anthropic's Messages API on 127.0.0.1, with a model that answers what `turns` says, and then "done". */
export class FakeApi {
  turns: Turn[] = [];
  /** Whether Claude Code has to ask for whole answers. */
  refusesStreams = false;
  /** The requests of agents so far. */
  requests: Body[] = [];
  #calls = 0;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<FakeApi> {
    const server = createServer();
    const api = new FakeApi(server);
    server.on("request", (request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => (text += String(chunk)));
      request.on("end", () => api.#answer(request.url ?? "", text, response));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What the model was told of its calls, each once. */
  results(): readonly ToolResult[] {
    const found = new Map<string, ToolResult>();
    for (const { messages } of this.requests)
      for (const { content } of messages)
        for (const block of typeof content === "string" ? [] : content)
          if (block.type === "tool_result" && block.tool_use_id !== undefined)
            found.set(block.tool_use_id, {
              id: block.tool_use_id,
              text: textOf(block.content).replace(REMINDER, ""),
              isError: block.is_error === true,
            });
    return [...found.values()];
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(url: string, text: string, response: ServerResponse): void {
    if (!url.startsWith("/v1/messages") || url.includes("count_tokens")) {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ input_tokens: 1 }));
      return;
    }
    const body = JSON.parse(text) as Body;
    // Claude Code also asks for titles and the like, with no tools.
    const ofAgent = (body.tools?.length ?? 0) > 0;
    if (body.stream === true && this.refusesStreams) {
      response.writeHead(404, { "content-type": "application/json" });
      response.end(
        JSON.stringify({
          type: "error",
          error: { type: "not_found_error", message: "no streams" },
        }),
      );
      return;
    }
    if (ofAgent) this.requests.push(body);
    const turn = ofAgent ? (this.turns.shift() ?? "done") : "a title";
    if (body.stream === true) this.#stream(body.model, turn, response);
    else this.#whole(body.model, turn, response);
  }

  #whole(model: string, turn: Turn, response: ServerResponse): void {
    const content =
      typeof turn === "string"
        ? [{ type: "text", text: turn }]
        : turn.map(({ name, input, id = `toolu_${(this.#calls += 1)}` }) => ({
            type: "tool_use",
            id,
            name,
            input,
          }));
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify({
        id: "msg_1",
        type: "message",
        role: "assistant",
        model,
        content,
        stop_reason: typeof turn === "string" ? "end_turn" : "tool_use",
        stop_sequence: null,
        usage: { input_tokens: 1, output_tokens: 1 },
      }),
    );
  }

  #stream(model: string, turn: Turn, response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const send = (type: string, facts: object): void => {
      response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...facts })}\n\n`);
    };
    const usage = { input_tokens: 1, output_tokens: 1 };
    const reason = typeof turn === "string" ? "end_turn" : "tool_use";
    const message = {
      id: `msg_${this.requests.length}`,
      type: "message",
      role: "assistant",
      model,
    };
    const open = { content: [], stop_reason: null, stop_sequence: null, usage };
    send("message_start", { message: { ...message, ...open } });
    for (const [index, block] of this.#blocks(turn).entries()) {
      send("content_block_start", { index, content_block: block.start });
      send("content_block_delta", { index, delta: block.delta });
      send("content_block_stop", { index });
    }
    send("message_delta", { delta: { stop_reason: reason, stop_sequence: null }, usage });
    send("message_stop", {});
    response.end();
  }

  #blocks(turn: Turn): readonly { readonly start: object; readonly delta: object }[] {
    if (typeof turn === "string")
      return [{ start: { type: "text", text: "" }, delta: { type: "text_delta", text: turn } }];
    return turn.map(({ name, input, id = `toolu_${(this.#calls += 1)}` }) => ({
      start: { type: "tool_use", id, name, input: {} },
      delta: { type: "input_json_delta", partial_json: JSON.stringify(input) },
    }));
  }
}

function textOf(content: string | readonly Block[] | undefined): string {
  if (typeof content === "string") return content;
  return (content ?? []).map((block) => block.text ?? "").join("");
}
