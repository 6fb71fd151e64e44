import { describe, expect, it } from "vitest";
import { TRUE, UNCERTAIN } from "../truth.ts";
import { readSocket, readUrl } from "./read-url.ts";

describe("the parts of a URL", () => {
  it.each([
    ["https://a.example.com/p?q#f", "/p?q#f"],
    ["https://a.example.com?q", "?q"],
    ["https://a.example.com#f", "#f"],
    ["https://a.example.com", ""],
    ["https://a.example.com:443/p", "/p"],
    ["a.example.com/p", "/p"],
    ["http:///a.example.com/p", "/p"],
    ["http://", ""],
  ])("of %s end with what follows its host: %j", (text, tail) => {
    expect(readUrl(text)).toMatchObject({ text, tail });
  });

  it.each<[string, readonly number[], string | undefined]>([
    ["http://a.example.com:65535", [65_535], undefined],
    ["http://a.example.com:65536", [65_536], "has an odd port"],
    ["http://a.example.com:0", [0], "has an odd port"],
    ["http://a.example.com:1", [1], undefined],
    ["http://[2606::1]:8080", [8080], undefined],
    ["http://user:@a.example.com", [80], undefined],
    ["http://user@a.example.com:81", [81], undefined],
    ["http://@a.example.com", [80], "has an odd part before its host"],
    ["http://a.b@a.example.com", [80], "has an odd part before its host"],
    ["https://a.example.com/p@q", [443], undefined],
    ["https://a.example.com?p\n@q", [443], "holds white space or invisible characters"],
  ])("of %j are its ports %j, and what is odd is %s", (text, ports, doubt) => {
    const url = readUrl(text);
    expect([url?.ports, url?.doubt]).toEqual([ports, doubt]);
  });

  it.each([
    ["file:///srv/x", "file", undefined],
    ["file://host/x", "file", "host"],
  ])("of a file are of this machine: %s", (text, scheme, host) => {
    const url = readUrl(text);
    expect(url).toMatchObject({ scheme, ports: [], privacy: TRUE, doubt: undefined });
    expect(url?.host?.name).toBe(host);
  });

  it("of a socket are of this machine too", () => {
    expect(readSocket("/a.sock")).toEqual({
      text: "/a.sock",
      scheme: "unix",
      host: undefined,
      ports: [],
      privacy: TRUE,
      tail: "",
      doubt: "is a local socket",
    });
  });

  it("are read up to 8 KiB, and of a longer one its start is shown", () => {
    const url = "https://a.example.com/".padEnd(8192, "x");
    expect(readUrl(url)?.doubt).toBeUndefined();
    expect(readUrl(`${url}x`)).toMatchObject({
      text: url.slice(0, 64),
      scheme: undefined,
      privacy: UNCERTAIN,
      doubt: "is longer than 8 KiB",
    });
  });

  it.each([
    ["MAILTO:a@b", "mailto", "has a scheme without a host"],
    ["HTTP:a.example.com", "http", 'has no "//" after its scheme'],
    ["WS:/a.example.com", "ws", 'has no "//" after its scheme'],
    ["ssh:///a.example.com", "ssh", "names no host"],
  ])("of %s begin with a scheme in lower case", (text, scheme, doubt) => {
    expect(readUrl(text)).toMatchObject({ scheme, doubt });
  });
});
