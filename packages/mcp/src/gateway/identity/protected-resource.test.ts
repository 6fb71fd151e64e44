import { describe, expect, it } from "vitest";
import { BASE_URL, jwtSettings } from "../../../test/gateway/authenticating.ts";
import { metadataUrl, protectedResourceMetadata } from "./protected-resource.ts";

const jwks = { file: "/nowhere" };

describe("the metadata of a protected resource", () => {
  it("names the gateway as its audience does, and where tokens for it come from", () => {
    const settings = jwtSettings(jwks, { scopes: ["mcp:tools"] });
    expect(protectedResourceMetadata(settings, BASE_URL)).toStrictEqual({
      resource: "https://gateway.example/mcp",
      authorization_servers: ["https://issuer.example"],
      bearer_methods_supported: ["header"],
      scopes_supported: ["mcp:tools"],
    });
    expect(metadataUrl(settings, BASE_URL)).toBe(
      "https://gateway.example/.well-known/oauth-protected-resource/mcp",
    );
  });

  it("names the gateway by its address where the audience is no URL", () => {
    const settings = jwtSettings(jwks, { audience: "api://capfence" });
    const metadata = protectedResourceMetadata(settings, "http://127.0.0.1:8080/");
    expect(metadata?.resource).toBe("http://127.0.0.1:8080/");
    expect(metadata).not.toHaveProperty("scopes_supported");
    expect(metadataUrl(settings, "http://127.0.0.1:8080/")).toBe(
      "http://127.0.0.1:8080/.well-known/oauth-protected-resource",
    );
  });

  it("is not there where no authorization server gives out tokens", () => {
    expect(protectedResourceMetadata({ actor: "a", bearer: [] }, BASE_URL)).toBeUndefined();
    expect(metadataUrl({ actor: "a", bearer: [] }, BASE_URL)).toBeUndefined();
  });
});
