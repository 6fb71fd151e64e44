import { expect, it } from "vitest";
import { isLoopback } from "./loopback.ts";

it.each(["localhost", "LocalHost", "127.0.0.1", "127.0.0.2", "127.255.255.254", "::1", "[::1]"])(
  "%s is this machine",
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

it.each([
  "",
  "0.0.0.0",
  "::",
  "128.0.0.1",
  "127.0.0.1.evil.example",
  "127.evil.example",
  "127.0.0.256",
  "127.1",
  "0177.0.0.1",
  "localhost.evil.example",
  "evil.localhost",
  "localhost.",
  "[localhost]",
  "[127.0.0.1]",
  "[::1",
  "::ffff:127.0.0.1",
  "[::1%25lo]",
  "127.0.0.1\n",
])("%j may be another machine, or is no host", (host) => {
  expect(isLoopback(host)).toBe(false);
});
