import { describe, expect, it } from "vitest";
import { readUrlKey, type UrlKey } from "./url-keys.ts";

describe("readUrlKey", () => {
  it.each<[UrlKey, string]>([
    ["host", "url URL uri href link endpoint webhook callback host hostname proxy ip"],
    ["host", "baseURL base_url webhookUrl callback-urls CALLBACK_URI redirect_uri imageurl"],
    ["host", "hosts hostName endpoints proxies HTTPProxy X-Forwarded-Host urlString url_list url2"],
    ["maybe", "address ipAddress ip_addresses domain server origin dnsServer resolve"],
    ["place", "destination location to source"],
    ["port", "port serverPort remote_port"],
    ["scheme", "scheme protocol"],
    ["socket", "socketPath socket_path unixSocket unix_socket"],
    ["other", "curl body text linkedIn url_count portrait support constructor __proto__"],
    ["other", "hostess description httpVersion"],
  ])("takes for %s: %s", (meaning, keys) => {
    for (const key of keys.split(" ")) expect([key, readUrlKey(key)]).toStrictEqual([key, meaning]);
  });

  it("takes nothing for an empty or endless key", () => {
    expect(readUrlKey("")).toBe("other");
    expect(readUrlKey("a".repeat(100_000))).toBe("other");
    expect(readUrlKey(`${"a".repeat(100_000)}Url`)).toBe("host");
  });
});
