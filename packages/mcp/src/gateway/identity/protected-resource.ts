import type { IdentitySettings } from "../config/settings.ts";

/** What a gateway says of how to get a token for it (RFC 9728). */
export interface ProtectedResourceMetadata {
  readonly resource: string;
  readonly authorization_servers: readonly string[];
  readonly bearer_methods_supported: readonly ["header"];
  readonly scopes_supported?: readonly string[];
}

const WELL_KNOWN = "/.well-known/oauth-protected-resource";

/**
 * The metadata of a gateway whose endpoint is `baseUrl`; undefined where no authorization server gives out its tokens.
 * An audience that is a URL is the name by which clients know the gateway, whatever stands between.
 */
export function protectedResourceMetadata(
  { jwt }: IdentitySettings,
  baseUrl: string,
): ProtectedResourceMetadata | undefined {
  if (jwt === undefined) return undefined;
  return {
    resource: resourceOf(jwt.audience, baseUrl),
    authorization_servers: [jwt.issuer],
    bearer_methods_supported: ["header"],
    ...(jwt.scopes.length === 0 ? {} : { scopes_supported: jwt.scopes }),
  };
}

/** Where that metadata is served: at the well-known path before the path of the endpoint. */
export function metadataUrl({ jwt }: IdentitySettings, baseUrl: string): string | undefined {
  if (jwt === undefined) return undefined;
  const { origin, pathname } = new URL(resourceOf(jwt.audience, baseUrl));
  return `${origin}${WELL_KNOWN}${pathname === "/" ? "" : pathname}`;
}

function resourceOf(audience: string, baseUrl: string): string {
  return /^https?:\/\//i.test(audience) && URL.canParse(audience) ? audience : baseUrl;
}
