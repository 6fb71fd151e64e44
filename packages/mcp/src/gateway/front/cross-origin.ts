import type { ServerResponse } from "node:http";
import type { Headers } from "../wire/envelope.ts";
import { HttpFailure } from "./http-failure.ts";

/** Lets the page of an origin that may call read what it is answered. */
export function allowOrigin({ origin }: Headers, response: ServerResponse): void {
  response.setHeader("Vary", "Origin");
  if (origin === undefined) return;
  response.setHeader("Access-Control-Allow-Origin", origin);
  response.setHeader(
    "Access-Control-Expose-Headers",
    "Mcp-Session-Id, WWW-Authenticate, Retry-After",
  );
}

/** Answers a browser that asks what the page of an origin that may call may send. */
export function preflight(headers: Headers, response: ServerResponse): void {
  if (headers["origin"] === undefined || headers["access-control-request-method"] === undefined)
    throw new HttpFailure(405, "the method OPTIONS is not allowed", {
      headers: { Allow: "POST, GET, DELETE" },
    });
  response.writeHead(204, {
    "Access-Control-Allow-Methods": "POST, GET, DELETE",
    "Access-Control-Allow-Headers": headers["access-control-request-headers"] ?? "",
    "Access-Control-Max-Age": "600",
  });
  response.end();
}
