import { randomIdentifier } from "#platform";
import { fromBase64 } from "../encoding/base64.ts";
import { escapeControls } from "../encoding/escape-controls.ts";
import { ConfigurationError } from "../errors.ts";

/** What a body looks like: an event as JSON, or a message that Slack's incoming webhooks take. */
export type WebhookFormat = "standard" | "slack";

/** Where to send events, and how. */
export interface WebhookNotifierOptions {
  /** Its address; https, or http on this machine. Where it is Slack's, whoever knows it can post: keep it as a secret. */
  readonly url: string;
  /** Signs what is sent: `whsec_` and at least 24 bytes in base64. Several while they are exchanged. */
  readonly secret?: string | readonly string[];
  /** `standard` or `slack`; `standard` where it is left out. */
  readonly format?: string;
  /** Allows http to other machines, where anybody on the way can read it. */
  readonly allowInsecure?: boolean;
  /** How long to wait for each answer; 10,000 where it is left out. */
  readonly timeoutMilliseconds?: number;
  /** How long to wait after the first failure, twice as long after each further one; 1,000 where it is left out. */
  readonly backoffMilliseconds?: number;
  /** Sends a request; the host's `fetch` where it is left out. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds since the Unix epoch. */
  readonly clock?: () => number;
  /** From 0 to 1, so that many who wait do not come back at once. */
  readonly random?: () => number;
}

/** What a webhook is sent with. */
export interface WebhookSettings {
  readonly url: URL;
  readonly secrets: readonly string[];
  readonly format: WebhookFormat;
  readonly timeoutMilliseconds: number;
  readonly backoffMilliseconds: number;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly clock: () => number;
  readonly random: () => number;
  /** A fresh `webhook-id`. */
  readonly newId: () => string;
}

const SHORTEST_SECRET = 24;

/** The settings with what was left out. Throws `ConfigurationError` for what cannot work or would not be safe. */
export function readSettings(options: WebhookNotifierOptions): WebhookSettings {
  const { secret = [], timeoutMilliseconds = 10_000, backoffMilliseconds = 1000 } = options;
  const format = readFormat(options.format);
  const url = readAddress(options.url, options.allowInsecure === true);
  const secrets = typeof secret === "string" ? [secret] : [...secret];
  for (const one of secrets) checkSecret(one);
  if (secrets.length === 0 && format !== "slack")
    throw new ConfigurationError(
      "a webhook needs a secret, or its receiver could not tell who sent it; pass secret, such as whsec_ and 32 random bytes in base64",
    );
  return {
    url,
    secrets,
    format,
    timeoutMilliseconds: checkTime("timeoutMilliseconds", timeoutMilliseconds),
    backoffMilliseconds: checkTime("backoffMilliseconds", backoffMilliseconds),
    fetch: options.fetch ?? ((address, init) => fetch(address, init)),
    clock: options.clock ?? Date.now,
    random: options.random ?? Math.random,
    newId: () => `msg_${randomIdentifier().replaceAll("-", "")}`,
  };
}

function readFormat(format: string = "standard"): WebhookFormat {
  if (format === "standard" || format === "slack") return format;
  throw new ConfigurationError(
    `unknown webhook format "${escapeControls(format)}"; use "standard" or "slack"`,
  );
}

/** Its messages do not repeat the address, which may be a secret. */
function readAddress(address: string, allowInsecure: boolean): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new ConfigurationError(
      "the webhook's url is no address such as https://hooks.example.org/approvals",
    );
  if (url.username !== "" || url.password !== "")
    throw new ConfigurationError(
      `the webhook's url for "${url.host}" has a name or password in it; take them out`,
    );
  if (url.protocol === "https:" || allowInsecure || isLoopback(url.hostname)) return url;
  throw new ConfigurationError(
    `the webhook's url for "${url.host}" is not https, so anybody on the way could read it; use https, or pass allowInsecure`,
  );
}

/** The host of a parsed address, in which every spelling of a number is the same. */
function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** Its message does not repeat the secret. */
function checkSecret(secret: unknown): void {
  const text = typeof secret === "string" ? secret : "";
  const key = text.startsWith("whsec_") ? fromBase64(text.slice("whsec_".length)) : undefined;
  if (key !== undefined && key.length >= SHORTEST_SECRET) return;
  throw new ConfigurationError(
    `a webhook's secret is whsec_ and at least ${SHORTEST_SECRET} bytes in base64; make one with: echo "whsec_$(openssl rand -base64 32)"`,
  );
}

function checkTime(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1 && value <= 300_000) return value;
  throw new ConfigurationError(
    `${name} must be a whole number from 1 to 300000, got ${String(value)}`,
  );
}
