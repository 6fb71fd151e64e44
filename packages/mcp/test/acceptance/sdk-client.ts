import {
  Client as Client2,
  StreamableHTTPClientTransport as Http2,
} from "@modelcontextprotocol/client";
import { StdioClientTransport as Stdio2 } from "@modelcontextprotocol/client/stdio";
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as Stdio1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as Http1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";

/** The real clients: the generation of their SDK, and the era that they speak. */
export type Kind = "v1" | "v2 legacy" | "v2 modern";

/** What a client's user answers to a form. */
export interface Answer {
  readonly action: "accept" | "decline" | "cancel";
  readonly content?: Record<string, string | boolean>;
}

/** Where a client connects to: a command that it starts, or a URL. */
export type Target =
  | {
      readonly command: readonly string[];
      readonly cwd: string;
      readonly env: Record<string, string>;
    }
  | { readonly url: string; readonly token?: string };

const INFO = { name: "agent", version: "1.0.0" };

/** Somebody who says yes. */
export const YES: Answer = { action: "accept", content: { approve: true, name: "alice" } };
export const NO: Answer = { action: "decline" };
/** Somebody who has closed the form. */
export const DISMISSED: Answer = { action: "cancel" };

/** A real client. */
export class SdkClient {
  /** Answers forms. */
  answer: (message: string, signal: AbortSignal) => Answer | Promise<Answer> = () => NO;
  /** The forms that were put before its user. */
  readonly asked: string[] = [];
  readonly #client: Client1 | Client2;
  readonly #transport: Stdio1 | Stdio2 | Http1 | Http2;

  private constructor(kind: Kind, target: Target, canAsk: boolean) {
    const capabilities = canAsk ? { elicitation: { form: {} } } : {};
    const ask = async (message: string, signal: AbortSignal): Promise<Answer> => {
      this.asked.push(message);
      return this.answer(message, signal);
    };
    if (kind === "v1") {
      const client = new Client1(INFO, { capabilities });
      if (canAsk)
        client.setRequestHandler(ElicitRequestSchema, async ({ params }, { signal }) => ({
          ...(await ask(params.message, signal)),
        }));
      this.#client = client;
    } else {
      const mode = kind === "v2 legacy" ? "legacy" : { pin: "2026-07-28" };
      const client = new Client2(INFO, { capabilities, versionNegotiation: { mode } });
      if (canAsk)
        client.setRequestHandler("elicitation/create", async ({ params }, { mcpReq }) => ({
          ...(await ask(params.message, mcpReq.signal)),
        }));
      this.#client = client;
    }
    this.#transport = transportOf(kind, target);
  }

  /** A client that has connected; one that cannot ask its user anything says so. */
  static async connect(kind: Kind, target: Target, canAsk = true): Promise<SdkClient> {
    const client = new SdkClient(kind, target, canAsk);
    await client.#client.connect(client.#transport);
    return client;
  }

  /** The tools that it is shown. */
  async tools(): Promise<readonly string[]> {
    const { tools } = await this.#client.listTools();
    return tools.map(({ name }) => name);
  }

  /** Calls a tool, and gives the text of its result, or of what went wrong. */
  async call(name: string, input: Record<string, unknown> = {}): Promise<string> {
    try {
      const { content } = await this.#client.callTool({ name, arguments: input });
      return (content as readonly { text?: string }[]).map(({ text }) => text ?? "").join("\n");
    } catch (error) {
      return String(error);
    }
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

function transportOf(kind: Kind, target: Target): Stdio1 | Stdio2 | Http1 | Http2 {
  if ("url" in target) {
    const headers = target.token === undefined ? {} : { Authorization: `Bearer ${target.token}` };
    const [url, options] = [new URL(target.url), { requestInit: { headers } }];
    return kind === "v1" ? new Http1(url, options) : new Http2(url, options);
  }
  const [command = "", ...args] = target.command;
  const options = { command, args, cwd: target.cwd, env: target.env, stderr: "ignore" } as const;
  return kind === "v1" ? new Stdio1(options) : new Stdio2(options);
}
