import type { IdentitySettings } from "../config/settings.ts";
import { metadataUrl } from "./protected-resource.ts";

/** Values of `WWW-Authenticate` (RFC 6750, RFC 9728): what is to be given, or what was wrong with what was given. */
export interface Challenges {
  readonly nothingGiven: string;
  readonly invalidToken: string;
  readonly insufficientScope: string;
}

/** The challenges of a gateway that is reached at `baseUrl`. */
export function challengesOf(settings: IdentitySettings, baseUrl: string): Challenges {
  const metadata = metadataUrl(settings, baseUrl);
  const scopes = settings.jwt?.scopes ?? [];
  const rest = [
    ...(scopes.length === 0 ? [] : [`scope=${quoted(scopes.join(" "))}`]),
    ...(metadata === undefined ? [] : [`resource_metadata=${quoted(metadata)}`]),
  ];
  const bearer = (error?: string): string => {
    const parameters = error === undefined ? rest : [`error="${error}"`, ...rest];
    return parameters.length === 0 ? "Bearer" : `Bearer ${parameters.join(", ")}`;
  };
  return {
    nothingGiven: bearer(),
    invalidToken: bearer("invalid_token"),
    insufficientScope: bearer("insufficient_scope"),
  };
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
