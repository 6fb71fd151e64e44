import { describe, expect, it } from "vitest";
import { truthOf } from "../../../test/judge.ts";
import type { JsonObject } from "../../encoding/json.ts";

const evil = "evil.example.com";
const good = "https://good.example.com/";
const denied = (payload: JsonObject, condition = `{ hosts: [${evil}] }`): string =>
  truthOf("restrict", `url: ${condition}`, { payload });
const allowed = (payload: JsonObject, condition = "{ hosts: [good.example.com] }"): string =>
  truthOf("permit", `url: ${condition}`, { payload });

function keys(count: number): JsonObject {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 1]));
}

/** As `allowed`, of what stands at a declared place. */
function declared(payload: JsonObject): string {
  const condition = "url: { private: false, schemes: [https] }";
  return truthOf("permit", condition, { payload, fields: { url: ["/a"] } });
}

describe("where a call connects to", () => {
  it.each<JsonObject>([
    { host: evil },
    { hosts: ["good.example.com", evil] },
    { endpoint: { address: evil } },
    { proxy: { server: evil } },
    { server: evil },
    { server: `${evil}:80` },
    { destination: { host: evil } },
    { a: [{ b: { url: `${evil}/x` } }] },
    { url: { any: evil } },
  ])("stands in %j", (payload) => {
    expect(denied(payload)).toBe("true");
  });

  it.each<JsonObject>([
    { url: good, name: evil },
    { url: good, destination: evil },
    { url: good, server: `/srv/${evil}` },
    { url: good, server: `ann@${evil}` },
    { url: good, server: `${evil} is down` },
    { url: good, server: `.${evil}` },
    { url: good, server: `~${evil}` },
    { url: good, server: `${"a.".repeat(520)}${evil}` },
    { url: good, port: 80, server: null },
    { url: good, destination: { name: evil } },
  ])("does not stand in %j", (payload) => {
    expect(denied(payload)).toBe("false");
  });

  it.each<[JsonObject, string]>([
    [{ destination: "127.0.0.1" }, "true"],
    [{ destination: " 127.0.0.1:80/x " }, "true"],
    [{ destination: "localhost" }, "true"],
    [{ destination: "[::1]:80" }, "true"],
    [{ destination: "::1" }, "true"],
    [{ destination: "http://127.0.0.1" }, "true"],
    [{ destination: "localhosts" }, "uncertain"],
    [{ destination: "127.0.0.1.txt" }, "uncertain"],
    [{ server: "localhost" }, "true"],
    [{ server: "0x7f000001" }, "true"],
    [{ server: "2130706433" }, "true"],
    [{ server: "2130" }, "uncertain"],
    [{ server: "//127.0.0.1/x" }, "true"],
    [{ server: 2130706433 }, "uncertain"],
    [{ host: 2130706433 }, "true"],
    [{ text: "http://127.0.0.1" }, "true"],
    [{ socket_path: 0 }, "true"],
    [{ socket_path: ["/a.sock"] }, "true"],
    [{ socket_path: "" }, "uncertain"],
    [{ socket_path: false }, "uncertain"],
    [{ socket_path: null }, "uncertain"],
  ])("is a private place in %j: %s", (payload, truth) => {
    expect(denied(payload, "{ private: true }")).toBe(truth);
  });

  it("is any URL that is a whole value, and none that a sentence holds", () => {
    expect(allowed({ url: good, any: "https://other.example.com/" })).toBe("false");
    expect(allowed({ url: good, any: " https://other.example.com/ " })).toBe("false");
    expect(allowed({ url: good, any: "https://other.example.com/ is down" })).toBe("true");
    expect(allowed({ url: good, any: "https://other.example.com/  down" })).toBe("true");
    expect(allowed({ url: good, proxy: { note: "plain words" } })).toBe("true");
    expect(allowed({ url: good, server: "https://other.example.com/ is down" })).toBe("false");
    expect(allowed({ url: good, to: "https://other.example.com/ is down" })).toBe("false");
  });

  it("is read of so many places, and where there are more nobody knows", () => {
    const urls = (count: number): readonly string[] => Array.from({ length: count }, () => good);
    const sockets = Array.from({ length: 257 }, () => "/a.sock");
    expect(allowed({ urls: urls(256) })).toBe("true");
    expect(allowed({ urls: urls(257) })).toBe("uncertain");
    expect(denied({ urls: urls(256) })).toBe("false");
    expect(denied({ urls: urls(257) })).toBe("uncertain");
    expect(allowed({ socket_path: sockets.slice(1) })).toBe("false");
    expect(allowed({ socket_path: sockets })).toBe("uncertain");
    expect(allowed({ url: good, more: keys(9998) })).toBe("true");
    expect(allowed({ url: good, more: keys(9999) })).toBe("uncertain");
  });

  it("is at the declared places alone", () => {
    expect(declared({ a: good, url: "http://127.0.0.1" })).toBe("true");
    expect(declared({ a: [good, [good]] })).toBe("true");
    expect(declared({ a: [good, good, ""] })).toBe("true");
    expect(declared({ a: [good, "http://127.0.0.1"] })).toBe("false");
    expect(declared({ a: [good, 5] })).toBe("false");
  });
});

describe("what stands beside a host", () => {
  it.each<[JsonObject, string]>([
    [{ host: "a.example.com", port: "443" }, "true"],
    [{ host: "a.example.com", port: 443, other_port: 443 }, "true"],
    [{ host: "a.example.com", port: 443, other_port: 22 }, "false"],
    [{ host: "a.example.com", port: "0443" }, "uncertain"],
    [{ host: "a.example.com", port: "443x" }, "uncertain"],
    [{ host: "a.example.com", port: 443_000 }, "uncertain"],
    [{ host: "a.example.com", port: [443] }, "uncertain"],
    [{ host: "a.example.com", port: null }, "uncertain"],
    [{ url: "https://a.example.com", port: null }, "true"],
    [{ url: "https://a.example.com", port: 443 }, "true"],
    [{ url: "https://a.example.com", port: 22 }, "uncertain"],
    [{ url: "https://a.example.com", port: "x" }, "uncertain"],
    [{ host: "a.example.com", scheme: "https" }, "true"],
    [{ host: "a.example.com", scheme: "HTTPS:" }, "true"],
    [{ host: "a.example.com", scheme: "https://" }, "uncertain"],
    [{ host: "a.example.com", protocol: "HTTP/1.1" }, "false"],
    [{ host: "a.example.com", scheme: "gopher", protocol: "https" }, "uncertain"],
    [{ host: "a.example.com", scheme: "https", protocol: "HTTPS" }, "true"],
    [{ url: "https://a.example.com", scheme: "a b" }, "true"],
    [{ url: "https://a.example.com", port: "x", scheme: "a b" }, "uncertain"],
    [{ url: "https://a.example.com", scheme: "a b", port: "x" }, "uncertain"],
    [{ host: "a.example.com", scheme: "http" }, "false"],
    [{ host: "a.example.com", scheme: "http", port: 443 }, "true"],
    [{ host: "a.example.com", scheme: "https x" }, "uncertain"],
    [{ host: "a.example.com", scheme: 5 }, "uncertain"],
    [{ url: "http://a.example.com", scheme: "https" }, "false"],
    [{ host: "a.example.com", scheme: null }, "uncertain"],
    [{ host: "a.example.com:22", scheme: "https" }, "false"],
    [{ url: "https://a.example.com", scheme: "ftp" }, "true"],
    [{ a: { host: "a.example.com" }, port: 443 }, "uncertain"],
  ])("is its port, or its scheme with the usual port: %j is %s", (payload, truth) => {
    expect(allowed(payload, "{ ports: [443] }")).toBe(truth);
  });

  it.each(["gopher://", " gopher", "file:///", "go pher"])(
    "is no ordinary scheme, or none that can be read: %j",
    (scheme) => {
      expect(allowed({ host: "a.example.com", scheme }, "{ hosts: [a.example.com] }")).not.toBe(
        "true",
      );
    },
  );

  it("may be an empty scheme, which says nothing", () => {
    expect(allowed({ host: "a.example.com", scheme: "" }, "{ hosts: [a.example.com] }")).toBe(
      "true",
    );
  });

  it("gives a host without a scheme that scheme", () => {
    expect(allowed({ host: "a.example.com", scheme: "HTTPS" }, "{ schemes: [https] }")).toBe(
      "true",
    );
    expect(allowed({ host: "a.example.com", scheme: "ssh" }, "{ schemes: [https] }")).toBe("false");
  });
});
