import { describe, expect, it } from "vitest";
import { FALSE, TRUE, UNCERTAIN } from "../truth.ts";
import { readUrl } from "./read-url.ts";

const hostOf = (text: string): string | undefined => {
  const host = readUrl(text)?.host;
  return host?.name ?? host?.address?.toString();
};

const privacyOf = (text: string): unknown => readUrl(text)?.privacy;

describe("a URL with one reading", () => {
  it.each<[string, string | undefined, string, readonly number[]]>([
    ["https://docs.example.com/a?b=c#d", "https", "docs.example.com", [443]],
    ["HTTPS://Docs.Example.COM.:8443/", "https", "docs.example.com", [8443]],
    ["http://user:token@git.example.com/x.git", "http", "git.example.com", [80]],
    ["https://social.example.com/@someone/1", "https", "social.example.com", [443]],
    ["http://a_b.example.com", "http", "a_b.example.com", [80]],
    ["https://bücher.example.com/", "https", "xn--bcher-kva.example.com", [443]],
    ["https://xn--bcher-kva.example.com/", "https", "xn--bcher-kva.example.com", [443]],
    ["http://8.8.8.8:53/", "http", "8.8.8.8", [53]],
    ["http://[2606:4700:4700:0::1111]/", "http", "2606:4700:4700::1111", [80]],
    ["postgresql://db.example.com/x", "postgresql", "db.example.com", [5432]],
    ["gopher://example.com/1", "gopher", "example.com", [70]],
    ["unheard-of://example.com", "unheard-of", "example.com", []],
    ["example.com", undefined, "example.com", []],
    ["example.com:8080/path", undefined, "example.com", [8080]],
    ["8.8.4.4", undefined, "8.8.4.4", []],
    ["2606:4700::1111", undefined, "2606:4700::1111", []],
  ])("%s", (text, scheme, host, ports) => {
    expect(readUrl(text)).toMatchObject({ scheme, ports, privacy: FALSE });
    expect(readUrl(text)?.doubt).toBeUndefined();
    expect(hostOf(text)).toBe(host);
  });
});

describe("a URL that programs read differently", () => {
  it.each<[string, string | undefined]>([
    ["http://good.example.com\\@evil.example.com/", "good.example.com"],
    ["http://evil.example.com\\.good.example.com", "evil.example.com"],
    ["http://good.example.com@evil.example.com/", "evil.example.com"],
    ["http://a@b@evil.example.com/", "evil.example.com"],
    ["http://x+&y@evil.example.com/", "evil.example.com"],
    ["http://evil.example.com#@good.example.com/", "evil.example.com"],
    ["http://evil.example.com?@good.example.com/", "evil.example.com"],
    ["http://evil.exa\tmple.com/", "evil.example.com"],
    ["http://evil.exa\nmple.com/", "evil.example.com"],
    [" http://example.com", "example.com"],
    ["http://example.com/a b", "example.com"],
    ["http://exam\u200bple.com", "example.com"],
    ["http://exam\u0000ple.com", undefined],
    ["http://ｅvil.example.com", "evil.example.com"],
    ["http://evil。example。com", "evil.example.com"],
    ["http://ⓔvil.example.com", "evil.example.com"],
    ["http://straße.example.com", "xn--strae-oqa.example.com"],
    ["http://evil%2eexample.com", "evil.example.com"],
    ["http://example.com..", "example.com."],
    ["http://a..example.com", "a..example.com"],
    ["http://example.com:80:443/", undefined],
    ["http://example.com:080/", "example.com"],
    ["http://example.com:70000/", "example.com"],
    ["http://example.com:+80/", undefined],
    ["http://example.com:/", "example.com"],
    ["http://h1.example.com,h2.example.com/", "h1.example.com,h2.example.com"],
    ["http:/example.com/", "example.com"],
    ["https:example.com", "example.com"],
    ["http:///example.com", "example.com"],
    ["//example.com/x", "example.com"],
    ["\\\\example.com\\x", "example.com"],
    ["0x08.0x08.0x08.0x08", "8.8.8.8"],
    ["http://134744072/", "8.8.8.8"],
    ["http://8.526344/", "8.8.8.8"],
    ["http://010.8.8.8/", "8.8.8.8"],
    ["http://999.1.1.1/", undefined],
    ["http://[fe80::1%25eth0]/", "fe80::1"],
    ["http://[::1/", undefined],
    ["http://", undefined],
    ["mailto:a@example.com", undefined],
    ["jar:http://example.com/a!b", undefined],
    ["data:text/html,x", undefined],
    ["javascript:alert(1)", undefined],
    [`http://example.com/${"a".repeat(8192)}`, undefined],
    [`http://${"a".repeat(64)}.example.com/`, `${"a".repeat(64)}.example.com`],
    [`http://${"a.".repeat(127)}com/`, `${"a.".repeat(127)}com`],
  ])("%j", (text, host) => {
    expect(readUrl(text)?.doubt).toBeTypeOf("string");
    expect(hostOf(text)).toBe(host);
  });
});

describe("a place that is not public", () => {
  it.each([
    "http://127.0.0.1",
    "http://127.1/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://2130706433/",
    "http://0/",
    "http://10.255.0.1/",
    "http://172.31.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest",
    "http://①⑥⑨.254.169.254/",
    "http://168.63.129.16/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[::ffff:a00:1]/",
    "http://[::①⓪.⓪.⓪.①]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[64:ff9b:1::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:1:2:3:4:80ff:fffe]/",
    "http://[2606:4700::5efe:10.0.0.1]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[5f00::1]/",
    "http://localhost",
    "http://LOCALHOST.:80/",
    "http://api.localhost/",
    "http://printer.local",
    "http://db.prod.internal",
    "http://nas.home.arpa",
    "http://nas.lan",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://metadata.tencentyun.com",
    "http://x.localtest.me",
    "http://web.shop.svc",
    "http://kubernetes.default/",
    "file:///etc/passwd",
    "file://example.com/share",
    "localhost:3000",
    "::1",
  ])("%s", (text) => {
    expect(privacyOf(text)).toBe(TRUE);
  });

  it.each([
    "http://intranet2/",
    "http://10.0.0.1.nip.io/",
    "http://7f000001.nip.io/",
    "http://app.10-1-2-3.sslip.io",
    "http://10-1-2-3.example.com",
    "http://www.192.168.0.1.example.org",
    "http://7f000001.c0a80001.rbndr.us/",
    "http://[::ffff:8.8.8.8]/",
    "http://[64:ff9b::808:808]/",
    "http://299.1.1.1/",
    "http://a..example.com/",
    "about:blank",
  ])("may be %s", (text) => {
    expect(privacyOf(text)).toBe(UNCERTAIN);
  });

  it.each([
    "http://ec2-54-10-20-30.compute-1.amazonaws.com",
    "http://localhost.example.com/",
    "http://internal.example.com/",
    "http://example.com/127.0.0.1",
    "http://11.0.0.1/",
    "http://172.32.0.1/",
    "http://[2a00:1450::1]/",
  ])("is not %s", (text) => {
    expect(privacyOf(text)).toBe(FALSE);
  });
});

describe("a path", () => {
  it.each(["/api/v1", "?q=1", "#top", "./x", "../x", ""])("is no URL by itself: %j", (text) => {
    expect(readUrl(text)).toBeUndefined();
  });

  it("that holds a backslash may be one", () => {
    expect(readUrl("/\\example.com")?.doubt).toBe("has no scheme");
    expect(readUrl("./\\example.com")?.doubt).toBe("holds a backslash");
  });
});
