import { describe, expect, it } from "vitest";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { readHost } from "./host.ts";

const SPELLED = "is spelled in a way that programs read differently";
const MAPPED = "has characters that programs map differently";
const UNKNOWN = "is no name that the DNS knows";
/** A name of so many characters, of labels as long as they may be. */
const named = (length: number): string =>
  `${`${"a".repeat(61)}.`.repeat(4)}${"b".repeat(length - 248)}`;

describe("the host of a URL", () => {
  it.each<[string, string, Truth]>([
    ["Example.COM.", "example.com", FALSE],
    ["xn--bcher-kva.example.com", "xn--bcher-kva.example.com", FALSE],
    ["BÜCHER.example.com", "xn--bcher-kva.example.com", FALSE],
    ["bücher.example.com.", "xn--bcher-kva.example.com", FALSE],
    ["Host.c0m", "host.c0m", FALSE],
    ["Host.c0m.", "host.c0m", FALSE],
    ["db", "db", UNCERTAIN],
    ["LocalHost.", "localhost", TRUE],
    ["8.8.8.8", "8.8.8.8", FALSE],
    ["127.0.0.1", "127.0.0.1", TRUE],
    ["[::1]", "::1", TRUE],
    ["[2606:4700::1111]", "2606:4700::1111", FALSE],
    [named(253), named(253), FALSE],
  ])("%j is %s and nothing else", (written, host, privacy) => {
    const { name, address, ...rest } = readHost(written);
    expect(name ?? address?.toString()).toBe(host);
    expect(rest).toEqual({ privacy, doubt: undefined });
  });

  it.each<[string, string, Truth, string]>([
    ["127.1", "127.0.0.1", TRUE, SPELLED],
    ["127.0.0.1.", "127.0.0.1", TRUE, SPELLED],
    ["0x8.8.8.8", "8.8.8.8", FALSE, SPELLED],
    ["[::1", "::", TRUE, SPELLED],
    ["[fe80::1%eth0]", "fe80::1", TRUE, SPELLED],
    ["[::１]", "::1", TRUE, SPELLED],
    ["[::127。0。0。1]", "::ffff:7f00:1", TRUE, SPELLED],
    ["straße.example.com", "xn--strae-oqa.example.com", UNCERTAIN, MAPPED],
    ["ｅvil.example.com", "evil.example.com", UNCERTAIN, MAPPED],
    ["evil%2eexample.com", "evil.example.com", UNCERTAIN, MAPPED],
    ["lo%63alhost", "localhost", TRUE, MAPPED],
    ["a..example.com", "a..example.com", UNCERTAIN, UNKNOWN],
    [named(254), named(254), UNCERTAIN, UNKNOWN],
  ])("%j is %s to some programs", (written, host, privacy, doubt) => {
    const { name, address, ...rest } = readHost(written);
    expect(name ?? address?.toString()).toBe(host);
    expect(rest).toEqual({ privacy, doubt });
  });

  it.each([
    ["a b", "cannot be read"],
    ["[zz]", "cannot be read"],
    ["999.1.1.1", "cannot be read"],
    ["a".repeat(1025), "is too long"],
    ["a".repeat(1024), UNKNOWN],
  ])("of %j says nothing of where it leads", (written, doubt) => {
    expect(readHost(written)).toMatchObject({ address: undefined, privacy: UNCERTAIN, doubt });
  });
});
