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
  it.each<[string, string | undefined, string]>([
    ["http://good.example.com\\@evil.example.com/", "good.example.com", "holds a backslash"],
    ["http://evil.example.com\\.good.example.com", "evil.example.com", "holds a backslash"],
    [
      "http://good.example.com@evil.example.com/",
      "evil.example.com",
      "has an odd part before its host",
    ],
    ["http://a@b@evil.example.com/", "evil.example.com", "has an odd part before its host"],
    ["http://x+&y@evil.example.com/", "evil.example.com", "has an odd part before its host"],
    [
      "http://evil.example.com#@good.example.com/",
      "evil.example.com",
      'has an "@" behind its host',
    ],
    [
      "http://evil.example.com?@good.example.com/",
      "evil.example.com",
      'has an "@" behind its host',
    ],
    ["http://evil.exa\tmple.com/", "evil.example.com", "holds white space or invisible characters"],
    ["http://evil.exa\nmple.com/", "evil.example.com", "holds white space or invisible characters"],
    [" http://example.com", "example.com", "holds white space or invisible characters"],
    ["http://example.com/a b", "example.com", "holds white space or invisible characters"],
    ["http://exam\u200bple.com", "example.com", "holds white space or invisible characters"],
    ["http://exam\u0000ple.com", undefined, "holds white space or invisible characters"],
    [
      "http://ｅvil.example.com",
      "evil.example.com",
      "has a host that has characters that programs map differently",
    ],
    [
      "http://evil。example。com",
      "evil.example.com",
      "has a host that has characters that programs map differently",
    ],
    [
      "http://ⓔvil.example.com",
      "evil.example.com",
      "has a host that has characters that programs map differently",
    ],
    [
      "http://straße.example.com",
      "xn--strae-oqa.example.com",
      "has a host that has characters that programs map differently",
    ],
    [
      "http://evil%2eexample.com",
      "evil.example.com",
      "has a host that has characters that programs map differently",
    ],
    ["http://example.com..", "example.com.", "has a host that is no name that the DNS knows"],
    ["http://a..example.com", "a..example.com", "has a host that is no name that the DNS knows"],
    ["http://example.com:80:443/", undefined, "has a host and port that cannot be read"],
    ["http://example.com:080/", "example.com", "has an odd port"],
    ["http://example.com:70000/", "example.com", "has an odd port"],
    ["http://example.com:+80/", undefined, "has a host and port that cannot be read"],
    ["http://example.com:/", "example.com", "has an odd port"],
    [
      "http://h1.example.com,h2.example.com/",
      "h1.example.com,h2.example.com",
      "has a host that is no name that the DNS knows",
    ],
    ["http:/example.com/", "example.com", 'has no "//" after its scheme'],
    ["https:example.com", "example.com", 'has no "//" after its scheme'],
    ["http:///example.com", "example.com", 'has more than "//" after its scheme'],
    ["//example.com/x", "example.com", "has no scheme"],
    ["\\\\example.com\\x", "example.com", "has no scheme"],
    [
      "0x08.0x08.0x08.0x08",
      "8.8.8.8",
      "has a host that is spelled in a way that programs read differently",
    ],
    [
      "http://134744072/",
      "8.8.8.8",
      "has a host that is spelled in a way that programs read differently",
    ],
    [
      "http://8.526344/",
      "8.8.8.8",
      "has a host that is spelled in a way that programs read differently",
    ],
    [
      "http://010.8.8.8/",
      "8.8.8.8",
      "has a host that is spelled in a way that programs read differently",
    ],
    ["http://999.1.1.1/", undefined, "has a host that cannot be read"],
    [
      "http://[fe80::1%25eth0]/",
      "fe80::1",
      "has a host that is spelled in a way that programs read differently",
    ],
    ["http://[::1/", undefined, "has a host and port that cannot be read"],
    ["http://", undefined, "names no host"],
    ["mailto:a@example.com", undefined, "has a scheme without a host"],
    ["jar:http://example.com/a!b", undefined, "has a scheme without a host"],
    ["data:text/html,x", undefined, "has a scheme without a host"],
    ["javascript:alert(1)", undefined, "has a scheme without a host"],
    [`http://example.com/${"a".repeat(8192)}`, undefined, "is longer than 8 KiB"],
    [
      `http://${"a".repeat(64)}.example.com/`,
      `${"a".repeat(64)}.example.com`,
      "has a host that is no name that the DNS knows",
    ],
    [
      `http://${"a.".repeat(127)}com/`,
      `${"a.".repeat(127)}com`,
      "has a host that is no name that the DNS knows",
    ],
  ])("%j", (text, host, doubt) => {
    expect(readUrl(text)?.doubt).toBe(doubt);
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
