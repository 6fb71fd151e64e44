import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { onTestFinished } from "vitest";
import type { CommandLine } from "./behind-capfence.ts";
import type { ToolCall } from "./real-server.ts";

/** A tool as a server lists it, with every member that it has. */
export type Listed = Readonly<Record<string, unknown>> & { readonly name: string };

/** A client of version 1 that takes results as they come; it hangs up with the test. */
export class LegacyClient {
  readonly client: Client;

  private constructor(capabilities: object) {
    this.client = new Client({ name: "agent", version: "1.0.0" }, { capabilities });
  }

  /** Starts a command, and speaks with it. */
  static async starting(
    [command, ...args]: CommandLine,
    env: Readonly<Record<string, string>> = {},
    capabilities: object = {},
  ): Promise<LegacyClient> {
    const inherited = process.env as Readonly<Record<string, string>>;
    return LegacyClient.#over(
      new StdioClientTransport({ command, args, env: { ...inherited, ...env }, stderr: "ignore" }),
      capabilities,
    );
  }

  static async at(url: string, capabilities: object = {}): Promise<LegacyClient> {
    return LegacyClient.#over(new StreamableHTTPClientTransport(new URL(url)), capabilities);
  }

  static async #over(transport: Transport, capabilities: object): Promise<LegacyClient> {
    const one = new LegacyClient(capabilities);
    onTestFinished(() => one.client.close());
    await one.client.connect(transport);
    return one;
  }

  async tools(): Promise<readonly Listed[]> {
    const { tools } = await this.client.request({ method: "tools/list" }, ResultSchema);
    return tools as readonly Listed[];
  }

  /** What a call gives, result or error, as text. */
  async said(call: ToolCall): Promise<string> {
    const params = { ...call };
    const answer = await this.client
      .request({ method: "tools/call", params }, ResultSchema)
      .catch((error: unknown) => String(error));
    return JSON.stringify(answer).replaceAll(/\\n|\\+(?=")/g, "");
  }
}
