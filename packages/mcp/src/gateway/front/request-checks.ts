import type { IncomingMessage } from "node:http";
import { isLoopback } from "../config/loopback.ts";
import type { Headers } from "../wire/envelope.ts";
import { HttpFailure } from "./http-failure.ts";

/** Of these one request has one at most: readers differ in which of several counts. */
const SINGLE =
  /^(?:mcp-.*|authorization|host|origin|content-(?:length|type|encoding)|last-event-id)$/;

/** The headers of a request, each with one value. Throws `HttpFailure` where one that matters stands there twice. */
export function singleHeaders({ headers, rawHeaders }: IncomingMessage): Headers {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? "";
    if (seen.has(name) && SINGLE.test(name))
      throw new HttpFailure(400, `the header "${name}" stands there twice`);
    seen.add(name);
  }
  return headers as Headers;
}

/**
 * Refuses a request that was meant for another name: a page whose own name was made to point here would send that
 * (DNS rebinding). Names without a port count with every port.
 */
export function checkHost(
  host: string | undefined,
  allowed: readonly string[],
  port: number | undefined,
): void {
  const url = host === undefined ? undefined : urlOf(`http://${host}`);
  if (url !== undefined && url.host === host?.toLowerCase().replace(/:80$/, "")) {
    if (isLoopback(url.hostname) && Number(url.port || 80) === port) return;
    if (allowed.some((name) => [url.host, url.hostname].includes(name.toLowerCase()))) return;
  }
  throw new HttpFailure(403, `the host ${JSON.stringify(host ?? "")} is not allowed`);
}

/** Refuses the request of a page that may not call; what is no page sends no origin. */
export function checkOrigin(origin: string | undefined, allowed: readonly string[]): void {
  if (origin === undefined) return;
  const named = origin.toLowerCase();
  if (allowed.some((name) => name.toLowerCase() === named)) return;
  const url = urlOf(origin);
  if (url?.origin === named && isLoopback(url.hostname)) return;
  throw new HttpFailure(403, `the origin ${JSON.stringify(origin)} is not allowed`);
}

/** Refuses what is not sent as plain JSON, or whose sender does not take both kinds of answers. */
export function checkPostHeaders(headers: Headers): void {
  const type = headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new HttpFailure(415, "the content type must be application/json");
  const encoding = headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity") throw new HttpFailure(415, "the content must not be encoded");
  if (!accepts(headers, "application/json") || !accepts(headers, "text/event-stream"))
    throw new HttpFailure(406, "the client must accept application/json and text/event-stream");
}

/** Refuses whoever asks for a stream and does not take one. */
export function checkStreamHeaders(headers: Headers): void {
  if (!accepts(headers, "text/event-stream"))
    throw new HttpFailure(406, "the client must accept text/event-stream");
}

function accepts(headers: Headers, type: string): boolean {
  const ranges = (headers["accept"] ?? "")
    .split(",")
    .filter((range) => !/;\s*q=0(?:\.0*)?\s*(?:;|$)/i.test(range))
    .map((range) => range.split(";", 1)[0]?.trim().toLowerCase());
  return [type, `${type.slice(0, type.indexOf("/"))}/*`, "*/*"].some((range) =>
    ranges.includes(range),
  );
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
