import { afterEach, describe, expect, it, vi } from "vitest";
import { notifiersFromEnvironment } from "./from-environment.ts";
import { WebhookNotifier } from "./webhook-notifier.ts";
import type { WebhookNotifierOptions } from "./webhook-options.ts";

const secret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
const url = "https://hooks.example.org/T000/B000/hidden";

afterEach(() => vi.unstubAllEnvs());

describe("a webhook's options", () => {
  it.each<[string, WebhookNotifierOptions]>([
    ["https", { url, secret }],
    ["http to 127.0.0.1", { url: "http://127.0.0.1:8080/", secret }],
    ["http to another loopback address", { url: "http://127.9.8.7/", secret }],
    ["http to a loopback address written as a number", { url: "http://0x7f000001/", secret }],
    ["http to ::1", { url: "http://[::1]:8080/", secret }],
    ["http to localhost", { url: "http://localhost/", secret }],
    [
      "http elsewhere where that is allowed",
      { url: "http://a.example/", secret, allowInsecure: true },
    ],
    ["Slack's format without a secret", { url, format: "slack" }],
    ["several secrets", { url, secret: [secret, secret] }],
  ])("may be %s", (_what, options) => {
    expect(new WebhookNotifier(options).name).toMatch(/^webhook /);
  });

  it.each<[string, Partial<WebhookNotifierOptions>, string]>([
    ["no secret", { secret: [] }, "needs a secret"],
    ["http to another machine", { url: "http://hooks.example.org/hidden" }, "is not https"],
    ["a name that begins like a loopback address", { url: "http://127.0.0.1.example/" }, "https"],
    ["a name that ends like localhost", { url: "http://notlocalhost/" }, "is not https"],
    ["http to all addresses", { url: "http://0.0.0.0/" }, "is not https"],
    ["another scheme", { url: "file:///hidden" }, "is no address"],
    ["no address", { url: "hidden" }, "is no address"],
    ["a password in the address", { url: "https://a:hidden@hooks.example.org/" }, "password"],
    [
      "a secret of 23 bytes",
      { secret: `whsec_${Buffer.alloc(23).toString("base64")}` },
      "24 bytes",
    ],
    ["a secret without its mark", { secret: secret.slice(6) }, "whsec_"],
    ["a secret that is not base64", { secret: `whsec_${"*".repeat(40)}` }, "base64"],
    ["one wrong secret of two", { secret: [secret, "hidden"] }, "whsec_"],
    ["an unknown format", { format: "teams" }, 'unknown webhook format "teams"'],
    ["no time", { timeoutMilliseconds: 0 }, "timeoutMilliseconds must be"],
    ["a back-off that is no number", { backoffMilliseconds: Number.NaN }, "backoffMilliseconds"],
  ])(
    "may not be %s, and the message does not repeat what may be secret",
    (_what, options, words) => {
      const make = (): unknown => new WebhookNotifier({ url, secret, ...options });
      expect(make).toThrow(words);
      expect(make).not.toThrow(/hidden|T000|BwcHBw/);
    },
  );
});

describe("the environment", () => {
  it("names no webhook where there is no address", () => {
    vi.stubEnv("CAPFENCE_WEBHOOK_URL", "");
    vi.stubEnv("CAPFENCE_WEBHOOK_SECRET", secret);
    expect(notifiersFromEnvironment()).toEqual([]);
  });

  it("names one with its secrets and format", () => {
    vi.stubEnv("CAPFENCE_WEBHOOK_URL", url);
    vi.stubEnv("CAPFENCE_WEBHOOK_SECRET", ` ${secret}  ${secret}\n`);
    expect(notifiersFromEnvironment().map(({ name }) => name)).toEqual([
      "webhook hooks.example.org",
    ]);
    vi.stubEnv("CAPFENCE_WEBHOOK_SECRET", "");
    expect(notifiersFromEnvironment).toThrow("needs a secret");
    vi.stubEnv("CAPFENCE_WEBHOOK_FORMAT", "slack");
    expect(notifiersFromEnvironment()).toHaveLength(1);
    vi.stubEnv("CAPFENCE_WEBHOOK_FORMAT", "teams");
    expect(notifiersFromEnvironment).toThrow("unknown webhook format");
  });
});
