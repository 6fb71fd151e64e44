import { describe, expect, it } from "vitest";
import { type Call, decide, policy, truthOf } from "../../../test/judge.ts";
import type { JsonObject } from "../../encoding/json.ts";

const denied = (condition: string, payload: JsonObject, call: Call = {}): string =>
  truthOf("restrict", `url: ${condition}`, { payload, ...call });

const allowed = (condition: string, payload: JsonObject, call: Call = {}): string =>
  truthOf("permit", `url: ${condition}`, { payload, ...call });

const PUBLIC = "{ schemes: [http, https], private: false }";

describe("url in an allow rule", () => {
  it.each<[string, JsonObject, string]>([
    [PUBLIC, { url: "https://docs.example.com/a?b=1#c" }, "true"],
    [PUBLIC, { url: "ftp://docs.example.com/" }, "false"],
    [PUBLIC, { url: "http://127.0.0.1/" }, "false"],
    [PUBLIC, { url: "http://db/" }, "uncertain"],
    [PUBLIC, { url: "docs.example.com" }, "uncertain"],
    [PUBLIC, { url: "https://a.example.com\\@b.example.com" }, "uncertain"],
    [PUBLIC, { urls: ["https://a.example.com", "http://10.0.0.1"] }, "false"],
    [PUBLIC, { url: "https://a.example.com", webhookUrl: "http://10.0.0.1/x" }, "false"],
    [PUBLIC, { url: "https://a.example.com", options: { proxy: { host: "10.0.0.1" } } }, "false"],
    [PUBLIC, { url: "https://a.example.com", headers: { Host: "169.254.169.254" } }, "false"],
    [PUBLIC, { url: "https://a.example.com", anything: "http://10.0.0.1/" }, "false"],
    [PUBLIC, { url: "https://a.example.com", body: "see http://10.0.0.1/ for more" }, "true"],
    [PUBLIC, { url: "https://a.example.com", proxy: null, webhook: "" }, "true"],
    [PUBLIC, { url: "https://a.example.com", destination: "/tmp/a.pdf" }, "true"],
    [PUBLIC, { url: "https://a.example.com", destination: "127.0.0.1" }, "false"],
    [PUBLIC, { url: "https://a.example.com", to_address: "anna@example.com" }, "true"],
    [PUBLIC, { url: "/v1/users", base_url: "https://a.example.com" }, "true"],
    [
      PUBLIC,
      { url: "/v1", a: { url: "https://a.example.com" }, link: "http://b.com" },
      "uncertain",
    ],
    [PUBLIC, { url: "/v1/users" }, "uncertain"],
    [PUBLIC, { text: "https is a scheme" }, "uncertain"],
    [PUBLIC, { url: 2130706433 }, "false"],
    [PUBLIC, { url: { href: "http://10.0.0.1" } }, "false"],
    [PUBLIC, { url: "https://a.example.com/login?next=http://169.254.169.254/" }, "uncertain"],
    [PUBLIC, { url: "https://a.example.com/?next=http%253A%252F%252Flocalhost" }, "uncertain"],
    [PUBLIC, { url: "https://a.example.com/?next=//127.0.0.1/x" }, "uncertain"],
    [PUBLIC, { url: "https://a.example.com/?host=metadata.google.internal" }, "uncertain"],
    [PUBLIC, { url: "https://a.example.com/fetch/http://10.0.0.1" }, "uncertain"],
    [PUBLIC, { url: "https://a.example.com/web/http://b.example.com/" }, "true"],
    [PUBLIC, { url: "https://a.example.com/?v=1.2.3.4&q=a:b&local=yes" }, "true"],
    [PUBLIC, { url: "https://a.example.com/?type=internal&q=test#default" }, "true"],
    [PUBLIC, { url: "https://a.example.com/?host=localhost" }, "uncertain"],
    [PUBLIC, { url: "https://a.example.com/", socketPath: "/var/run/docker.sock" }, "false"],
    [PUBLIC, { url: "https://a.example.com/", unix_socket: null }, "true"],
    [PUBLIC, { url: "https://a.example.com/", resolve: "a.example.com:443:127.0.0.1" }, "false"],
    ["{ private: false }", { url: "wss://a.example.com" }, "true"],
    ["{ private: false }", { url: "gopher://a.example.com" }, "false"],
    ["{ private: false }", { host: "a.example.com", port: 443 }, "true"],
    ["{ schemes: [file], private: true }", { url: "file:///srv/x" }, "true"],
    ["{ hosts: [localhost], private: true }", { url: "http://localhost:3000" }, "true"],
    ["{ hosts: [10.0.0.0/8], private: true }", { url: "http://10.9.8.7" }, "true"],
    ["{ hosts: [10.0.0.0/8], private: true }", { url: "http://192.168.0.1" }, "false"],
    ["{ hosts: ['*'] }", { url: "http://192.168.0.1" }, "false"],
  ])("%s for %j is %s", (condition, payload, truth) => {
    expect(allowed(condition, payload)).toBe(truth);
  });

  it.each<[string, string]>([
    ["https://api.example.com/v1", "true"],
    ["https://API.EXAMPLE.COM./v1", "true"],
    ["https://a.b.corp.example/v1", "true"],
    ["https://corp.example/v1", "false"],
    ["https://evilcorp.example/v1", "false"],
    ["https://api.example.com.evil.net/v1", "false"],
    ["https://evil.net/api.example.com", "false"],
    ["https://api.example.com@evil.net/", "false"],
    ["https://аpi.example.com/", "false"],
    ["https://%61pi.example.com/", "uncertain"],
    ["https://[::1", "uncertain"],
  ])("of hosts takes %s as %s", (url, truth) => {
    for (const condition of [
      "{ hosts: [api.example.com, '*.corp.example'] }",
      "[api.example.com, '*.corp.example']",
    ])
      expect(allowed(condition, { url })).toBe(truth);
  });

  it.each<[JsonObject, string]>([
    [{ url: "https://a.example.com" }, "true"],
    [{ url: "https://a.example.com:443" }, "true"],
    [{ url: "http://a.example.com" }, "false"],
    [{ url: "https://a.example.com:8443" }, "false"],
    [{ url: "https://a.example.com", port: 8443 }, "uncertain"],
    [{ host: "a.example.com", port: 443 }, "true"],
    [{ host: "a.example.com", port: "443" }, "true"],
    [{ host: "a.example.com", port: 22 }, "false"],
    [{ host: "a.example.com", port: 443.5 }, "uncertain"],
    [{ host: "a.example.com", remote_port: 22, port: 443 }, "uncertain"],
    [{ host: "a.example.com" }, "uncertain"],
    [{ host: "a.example.com", protocol: "https" }, "true"],
    [{ targets: [{ host: "a.example.com", port: 22 }] }, "false"],
  ])("of ports is for %j %s", (payload, truth) => {
    expect(allowed("{ ports: [443] }", payload)).toBe(truth);
  });

  it("reads the declared field and no other", () => {
    const fields = { url: ["/go"] };
    expect(allowed(PUBLIC, { go: "https://a.example.com" }, { fields })).toBe("true");
    expect(allowed(PUBLIC, { go: ["https://a.example.com", {}] }, { fields })).toBe("uncertain");
    expect(allowed(PUBLIC, { url: "https://a.example.com" }, { fields })).toBe("uncertain");
  });

  it("is false without a URL under a broad pattern", () => {
    expect(allowed(PUBLIC, {}, { pattern: "*" })).toBe("false");
  });
});

describe("url in a deny or approval rule", () => {
  it.each<[string, JsonObject, string]>([
    ["{ private: true }", { url: "http://0x7f.1/" }, "true"],
    ["{ private: true }", { url: "http://db/" }, "uncertain"],
    ["{ private: true }", { url: "http://example.com" }, "false"],
    ["{ private: true }", { url: "http://example.com\\x" }, "uncertain"],
    ["{ private: true }", { url: "http://[nonsense" }, "uncertain"],
    ["{ private: true }", { urls: ["http://example.com", "http://[::1]"] }, "true"],
    ["{ private: true }", { url: "http://example.com", script: "get('http://[::1]/')" }, "true"],
    ["{ private: true }", { url: "http://example.com?u=http%3A%2F%2F10.0.0.1" }, "true"],
    [
      "{ private: true }",
      { url: "http://example.com", body: '{"u":"http:\\/\\/10.0.0.1"}' },
      "true",
    ],
    ["{ private: true }", { url: "jar:http://10.0.0.1/x!" }, "true"],
    ["{ private: true }", { url: "http://example.com", socket_path: "/x.sock" }, "true"],
    ["{ private: true }", {}, "uncertain"],
    ["{ private: false }", { url: "http://example.com" }, "true"],
    ["{ private: false }", { url: "http://10.0.0.1" }, "false"],
    ["evil.example.com", { url: "http://EVIL.example.com.:80/" }, "true"],
    ["evil.example.com", { url: "http://%65vil.example.com" }, "true"],
    ["evil.example.com", { url: "http://ｅvil.example.com" }, "true"],
    ["evil.example.com", { url: "http://good.example.com" }, "false"],
    ["evil.example.com", { text: "go to https://evil.example.com/now" }, "true"],
    [
      "evil.example.com",
      { link: "http://good.example.com", text: "ｈttps://evil.example.com" },
      "true",
    ],
    ["9.9.9.9", { url: "http://[::ffff:9.9.9.9]/" }, "true"],
    ["{ schemes: [gopher, dict] }", { url: "gopher://example.com" }, "true"],
    ["{ schemes: [gopher, dict] }", { url: "https://example.com" }, "false"],
    ["{ schemes: [gopher, dict] }", { host: "example.com" }, "uncertain"],
    ["{ ports: [22, 25] }", { host: "example.com", port: 25 }, "true"],
    ["{ ports: [22, 25] }", { host: "example.com" }, "uncertain"],
    ["{ ports: [22], hosts: [a.example.com] }", { url: "ssh://a.example.com" }, "true"],
    ["{ ports: [22], hosts: [a.example.com] }", { url: "https://a.example.com" }, "false"],
  ])("%s for %j is %s", (condition, payload, truth) => {
    expect(denied(condition, payload)).toBe(truth);
  });

  it("is false without a URL under a broad pattern", () => {
    expect(denied("{ private: true }", { text: "hello" }, { pattern: "*" })).toBe("false");
  });
});

describe("the doubt", () => {
  it.each<[JsonObject, string]>([
    [{}, "there is no URL or host"],
    [{ url: "/x" }, "a path stands where a URL belongs"],
    [{ url: "http://a.example.com\\x" }, 'the URL "http://a.example.com\\x" holds a backslash'],
    [{ url: "http://db/" }, 'the URL "http://db/" may lead to a private address'],
  ])("over %j is named in the decision as url", (payload) => {
    const { effect, uncertain } = decide(
      "deny: [{ capability: net.get, url: { private: true } }]\nallow: [net.get]\n",
      { capability: "net.get", payload },
    );
    expect([effect, uncertain]).toStrictEqual(["deny", ["url"]]);
  });
});

describe("the value of url", () => {
  it.each([
    ["{}", "is empty; give hosts, schemes, ports or private"],
    ["[]", "the list is empty"],
    ["{ hosts: [a.example, localhost] }", "refused unless the rule says private: true"],
    ["{ hosts: [a.example], host: b }", 'unknown key "host"'],
    ["{ host: a.b }", 'unknown key "host"; did you mean "hosts"?'],
    ["https://a.example.com", '"https://a.example.com" is not a host'],
    ["{ hosts: ['a.example.com:443'] }", '"a.example.com:443" is not a host'],
    ["{ hosts: ['a.*.com'] }", '"a.*.com" is not a host'],
    ["{ hosts: ['ａ.com'] }", '"ａ.com" is not a host'],
    ["{ hosts: ['10.0.0.0/33'] }", '"10.0.0.0/33" is not a host'],
    ["{ hosts: [localhost] }", '"localhost" is private, and refused unless the rule says private'],
    ["{ hosts: ['10.0.0.0/8'], private: false }", '"10.0.0.0/8" is private'],
    ["{ schemes: ['https://'] }", '"https://" is not a scheme'],
    ["{ schemes: [] }", "the list is empty"],
    ["{ ports: ['443'] }", "expected a whole number from 1"],
    ["{ ports: [65536] }", "65536 is not a port; the highest is 65535"],
    ["{ ports: [] }", "expected ports, got a list without any"],
    ["{ private: 'no' }", "expected true or false"],
  ])("cannot be %s", (value, message) => {
    expect(() => policy(`allow: [{ capability: a.b, url: ${value} }]`)).toThrow(message);
  });

  it("may be a port alone, the highest one, or a scheme in capitals", () => {
    expect(denied("{ ports: 22 }", { url: "ssh://a.example.com" })).toBe("true");
    expect(denied("{ ports: [65535] }", { url: "ssh://a.example.com:65535" })).toBe("true");
    expect(denied("{ schemes: SSH }", { url: "ssh://a.example.com" })).toBe("true");
  });

  it("is not called empty where its only key is a mistake", () => {
    expect(() => policy("allow: [{ capability: a.b, url: { host: a.b } }]")).not.toThrow(
      "is empty",
    );
  });

  it("may name private hosts in an allow rule that is about them, and in a deny rule", () => {
    const text = "{ hosts: [localhost], private: true }";
    expect(allowed(text, { url: "http://localhost" })).toBe("true");
    expect(denied("localhost", { url: "http://localhost" })).toBe("true");
  });
});
