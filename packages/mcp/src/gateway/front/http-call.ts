import type { ServerResponse } from "node:http";
import type { Principal } from "../identity/principal.ts";
import type { Headers } from "../wire/envelope.ts";

/** An HTTP request that has passed every check that needs no message. */
export interface HttpCall {
  readonly response: ServerResponse;
  readonly headers: Headers;
  readonly principal: Principal;
}

/** Answers with JSON. */
export function writeJson(
  { response }: Pick<HttpCall, "response">,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed || response.writableEnded) return;
  response.writeHead(status, {
    ...headers,
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}

/** Says that something was taken that has no answer. */
export function writeAccepted({ response }: Pick<HttpCall, "response">): void {
  response.writeHead(202, { "Content-Length": 0 }).end();
}

/** Who a session belongs to: somebody whose role has changed since is somebody else. */
export function ownerOf({ key, identity }: Principal): string {
  const members = Object.entries(identity).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([key, members]);
}
