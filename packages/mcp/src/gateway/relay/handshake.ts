import type { Json, JsonObject } from "@capfence/core";
import { objectAt, textAt } from "../wire/json-object.ts";
import type { Answer, Request } from "../wire/message.ts";
import { LEGACY_VERSIONS, MODERN_VERSIONS } from "../wire/protocol.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";
import { isWhole } from "./pages.ts";
import { withoutAsking } from "./asking-errors.ts";
import { mergedCapabilities } from "./capabilities.ts";
import { GATEWAY_INFO } from "./gateway-info.ts";
import type { Handling, SessionParts } from "./session-parts.ts";
import type { UpstreamLink } from "./upstream-link.ts";
import { within } from "./within.ts";

/** Opens the conversations of a legacy session. One upstream speaks for itself; several are one server to the client. */
export async function initialize(session: SessionParts, { params = {} }: Request): Promise<Answer> {
  const names = session.names();
  const links = await session.links.openAll(params);
  const [only] = links;
  if (names.single && only !== undefined) return only.handshake;
  const open = links.filter(({ isOpen }) => isOpen);
  if (open.length === 0 && names.upstreams.length > 0)
    throw new RpcFailure(CODE.internal, "no server behind the gateway can be reached");
  return {
    result: {
      protocolVersion: commonVersion(textAt(params, "protocolVersion"), open),
      ...together(open),
    },
  };
}

/** Says what a modern client can reach. */
export async function discover(
  session: SessionParts,
  request: Request,
  handling: Handling,
): Promise<Answer> {
  const links = await session.links.openAll();
  const [only] = links;
  if (session.names().single && only?.isOpen === true) {
    const answer = await within(session.settings().limits.answer, handling.signal, (signal) =>
      only.request(request, {
        // What is heard here belongs to no request that was judged.
        hear: () => undefined,
        signal,
      }),
    );
    if (isWhole(answer.result)) return withoutAsking(answer);
    throw new RpcFailure(CODE.internal, "the server behind the gateway has not said what it is");
  }
  // Clients that speak both eras go on in the legacy one, in which all upstreams are there.
  if (links.some(({ isOpen }) => !isOpen))
    throw new RpcFailure(CODE.methodNotFound, "method not found", { status: 404 });
  return {
    result: {
      resultType: "complete",
      supportedVersions: [...MODERN_VERSIONS],
      ...together(links),
      ttlMs: 0,
      cacheScope: "private",
    },
  };
}

function together(links: readonly UpstreamLink[]): JsonObject {
  const instructions = links.flatMap(({ name, handshake }) => {
    const text = textAt(handshake.result, "instructions");
    return text === undefined ? [] : [`# ${name}\n\n${text}`];
  });
  const capabilities = mergedCapabilities([
    { tools: {} },
    ...links.map(({ handshake }) => objectAt(handshake.result, "capabilities")),
  ]);
  return {
    capabilities,
    serverInfo: GATEWAY_INFO,
    ...(instructions.length === 0 ? {} : { instructions: instructions.join("\n\n") }),
  };
}

/** The newest revision that nobody is ahead of. */
function commonVersion(asked: string | undefined, links: readonly UpstreamLink[]): Json {
  const spoken = links.map(({ handshake }) => textAt(handshake.result, "protocolVersion"));
  const known: readonly (string | undefined)[] = LEGACY_VERSIONS;
  const places = [asked, ...spoken].map((version) => Math.max(0, known.indexOf(version)));
  return LEGACY_VERSIONS[Math.max(...places)] ?? LEGACY_VERSIONS[0];
}
