import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { Conversation } from "../../src/gateway/upstream/conversation.ts";
import {
  StdioUpstream,
  type StdioUpstreamOptions,
} from "../../src/gateway/upstream/stdio-upstream.ts";
import type { Era } from "../../src/gateway/wire/protocol.ts";
import { ear, type Ear } from "./upstream-ear.ts";

/** The faulty server. */
export const FAULTY: URL = new URL("./faulty-server.ts", import.meta.url);

/** A script as an upstream that ends with the test. */
export function upstreamOf(script: URL, options: StdioUpstreamOptions = {}): StdioUpstream {
  const args = [fileURLToPath(script)];
  const settings = { kind: "stdio", command: process.execPath, args, env: {} } as const;
  const upstream = new StdioUpstream("faulty", settings, options);
  onTestFinished(() => upstream.close());
  return upstream;
}

/** A conversation with the faulty server. */
export async function faulty(
  era: Era = "legacy",
  options: StdioUpstreamOptions = {},
): Promise<Ear & { readonly conversation: Conversation }> {
  const listening = ear();
  const conversation = await upstreamOf(FAULTY, options).open(era, listening.events);
  return { ...listening, conversation };
}
