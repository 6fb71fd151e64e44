import type { JsonObject } from "@capfence/core";
import { textOfHeader } from "./header-value.ts";
import { isJsonObject, objectAt } from "./json-object.ts";
import type { Notification, Request } from "./message.ts";
import { mirroredName } from "./mirrored-name.ts";
import { ENVELOPE, type Era, MODERN_VERSIONS } from "./protocol.ts";
import { CODE, RpcFailure } from "./rpc-failure.ts";

/** The headers of an HTTP request, in lower case. */
export type Headers = Readonly<Record<string, string | undefined>>;

const VERSION_HEADER = "mcp-protocol-version";

/** Which era a message of a client is in, as it says itself or its header does. */
export function eraOf({ method, params }: Request | Notification, headers: Headers = {}): Era {
  const claims = Object.hasOwn(objectAt(params, "_meta") ?? {}, ENVELOPE.protocolVersion);
  const modern = claims || method === "server/discover" || isModern(headers[VERSION_HEADER]);
  return modern ? "modern" : "legacy";
}

/**
 * Holds a request of the modern era to its envelope and, where it came over HTTP, to the headers that repeat what it
 * says; those that repeat arguments need the tool's definition. Throws `RpcFailure`.
 */
export function checkEnvelope(request: Request, headers?: Headers): void {
  const version = envelopeVersion(request, headers);
  if (headers !== undefined) checkRepeated(request, version, headers);
  if (!isModern(version)) throw unsupported(version, request);
  if (headers !== undefined) checkRequired(request, headers);
}

/** Holds a notification of the modern era to what it says of itself, if it does. Throws `RpcFailure`. */
export function checkNotification({ method, params }: Notification, headers: Headers): void {
  const meta = objectAt(params, "_meta");
  const version = meta?.[ENVELOPE.protocolVersion] ?? headers[VERSION_HEADER];
  if (typeof version !== "string") throw invalid(`"${ENVELOPE.protocolVersion}" must be text`);
  checkRepeated({ method }, version, headers);
  if (!isModern(version)) throw unsupported(version, {});
}

function envelopeVersion(request: Request, headers: Headers | undefined): string {
  const { id, method, params } = request;
  const meta = objectAt(params, "_meta") ?? {};
  // A handshake belongs to the other era, whatever its header says.
  if (method === "initialize" && !Object.hasOwn(meta, ENVELOPE.protocolVersion))
    throw mismatch("initialize does not belong to the version that the header names", { id });
  const missing = [ENVELOPE.protocolVersion, ENVELOPE.clientCapabilities].filter(
    (key) => !Object.hasOwn(meta, key),
  );
  if (missing.length > 0)
    throw invalid(`"_meta" lacks ${missing.map((key) => `"${key}"`).join(" and ")}`, request, {
      envelope: { missing },
      ...(headers?.[VERSION_HEADER] === undefined ? {} : { requested: headers[VERSION_HEADER] }),
    });
  const version = meta[ENVELOPE.protocolVersion];
  if (typeof version !== "string")
    throw invalid(`"${ENVELOPE.protocolVersion}" must be text`, request);
  if (!isJsonObject(meta[ENVELOPE.clientCapabilities]))
    throw invalid(`"${ENVELOPE.clientCapabilities}" must be an object`, request);
  const clientInfo = meta[ENVELOPE.clientInfo];
  if (clientInfo !== undefined && !isJsonObject(clientInfo))
    throw invalid(`"${ENVELOPE.clientInfo}" must be an object`, request);
  return version;
}

/** What is there must agree. */
function checkRepeated(
  message: Pick<Request, "method"> & Partial<Request>,
  version: string,
  headers: Headers,
): void {
  const named = headers[VERSION_HEADER];
  if (named !== undefined && named !== version)
    throw mismatch(
      `the body says version "${version}", MCP-Protocol-Version says "${named}"`,
      message,
    );
  const method = headers["mcp-method"];
  if (method !== undefined && method !== message.method)
    throw mismatch(
      `the body says method "${message.method}", Mcp-Method says "${method}"`,
      message,
    );
}

/** What must be there must be there. */
function checkRequired(request: Request, headers: Headers): void {
  if (headers[VERSION_HEADER] === undefined)
    throw mismatch("the header MCP-Protocol-Version is missing", request);
  if (headers["mcp-method"] === undefined)
    throw mismatch("the header Mcp-Method is missing", request);
  const name = mirroredName(request.method, request.params);
  if (name === undefined) return;
  const header = headers["mcp-name"];
  if (header === undefined) throw mismatch("the header Mcp-Name is missing", request);
  const said = textOfHeader(header);
  if (said === undefined)
    throw mismatch("the header Mcp-Name is not encoded as it must be", request);
  if (said !== name) throw mismatch(`the body says "${name}", Mcp-Name says "${said}"`, request);
}

function isModern(version: string | undefined): boolean {
  return MODERN_VERSIONS.some((known) => known === version);
}

function invalid(message: string, { id }: Partial<Request> = {}, data?: JsonObject): RpcFailure {
  return failure(CODE.invalidParams, `invalid params: ${message}`, id, data);
}

function mismatch(message: string, { id }: Partial<Request>): RpcFailure {
  return failure(CODE.headerMismatch, `the headers and the body disagree: ${message}`, id);
}

function unsupported(requested: string, { id }: Partial<Request>): RpcFailure {
  const data = { supported: [...MODERN_VERSIONS], requested };
  return failure(CODE.unsupportedVersion, `unsupported protocol version "${requested}"`, id, data);
}

function failure(
  code: number,
  message: string,
  id: Request["id"] | undefined,
  data?: JsonObject,
): RpcFailure {
  return new RpcFailure(code, message, {
    status: 400,
    ...(id === undefined ? {} : { id }),
    ...(data === undefined ? {} : { data }),
  });
}
