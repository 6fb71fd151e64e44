import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { CapabilitySystem } from "@capfence/core";
import type { Prepared } from "./config/live-settings.ts";
import type { SettingsReading } from "./config/read-settings.ts";
import type { GatewaySettings } from "./config/settings.ts";
import type { PresentedToken, ProvenCall } from "@capfence/core/tokens";
import { authenticatorFor } from "./identity/authenticator-for.ts";
import type { Authenticator, Principal } from "./identity/principal.ts";
import {
  type ProtectedResourceMetadata,
  protectedResourceMetadata,
} from "./identity/protected-resource.ts";
import { endOf, presented, type StoredTokens, storedTokens } from "./identity/stored-tokens.ts";
import { loadPolicy } from "./load-policy.ts";
import type { GatewayLog } from "./log.ts";
import { Pins } from "./pins/pins.ts";
import type { ToolReviews } from "./relay/tool-lists.ts";
import { ServerSet } from "./server-set.ts";

/** Who may call over HTTP, and what those who may not are told. */
interface Door {
  readonly authenticator: Authenticator;
  readonly metadata: ProtectedResourceMetadata | undefined;
}

/** Everything that a gateway makes of its settings and that changes with them, all at once. */
export class LiveParts {
  /** One for as long as the gateway runs; what it judges by changes. */
  readonly policy: CapabilitySystem = new CapabilitySystem();
  readonly servers: ServerSet;
  readonly #log: GatewayLog;
  #settings: GatewaySettings | undefined;
  #pins: Pins | undefined;
  #door: Door | undefined;
  /** What the file with the keys of tokens said, where there is one. */
  #keys: string | undefined;
  #tokens: StoredTokens = new Map();

  constructor(log: GatewayLog) {
    this.#log = log;
    this.servers = new ServerSet(log);
  }

  /** Which tools somebody has reviewed; before there are settings nobody has reviewed any. */
  readonly reviews: ToolReviews = {
    listed: async (upstream, catalogue) => void this.#pins?.statusOf(upstream, catalogue),
    isReviewed: (upstream, { name, digest }) =>
      this.#pins?.isReviewed(upstream, name, digest) ?? false,
  };

  /** Who may call; only where the gateway listens. */
  get door(): Door | undefined {
    return this.#door;
  }

  /** The capability token that is kept for a principal, proven for a call where one is given. */
  storedToken({ key }: Principal, call?: ProvenCall): PresentedToken | undefined {
    const token = this.#tokens.get(key);
    return token && presented(token, this.policy.tokens?.audience, call);
  }

  /** Makes everything that settings need. Rejects where that cannot be, and then nothing has changed. */
  async prepare(
    settings: GatewaySettings,
    policyAt?: SettingsReading["policyAt"],
  ): Promise<Prepared> {
    const policy = await loadPolicy(settings.policy, policyAt);
    const before = this.#settings;
    const useServers = await this.servers.prepare(settings.upstreams);
    const arePinsSame = isDeepStrictEqual(before?.pins, settings.pins);
    const pins = arePinsSame ? this.#pins : this.#openPins(settings);
    const keyFile = keyFileOf(settings);
    const keys = keyFile && (await textOf(keyFile));
    const isDoorSame =
      isDeepStrictEqual(whoMayCall(before), whoMayCall(settings)) && keys === this.#keys;
    const door = isDoorSame ? this.#door : await doorFor(settings);
    const tokens = storedTokens(settings.identity);
    const tokenFiles = Array.from(tokens.values(), ({ files }) => files).flat();
    return {
      files: [
        ...(policy.document?.files ?? []),
        ...(keyFile === undefined ? [] : [keyFile]),
        ...tokenFiles,
      ],
      digest: policy.digest,
      commit: () => {
        this.policy.replaceWith(policy);
        useServers();
        this.#pins = pins;
        this.#door = door;
        this.#keys = keys;
        this.#tellFaults(tokens);
        this.#tokens = tokens;
        this.#settings = settings;
      },
    };
  }

  /** Tells of what is wrong with new tokens, which whoever only sees the client cannot mend. */
  #tellFaults(tokens: StoredTokens): void {
    for (const [key, token] of tokens) {
      if (token.text === this.#tokens.get(key)?.text) continue;
      const [file] = token.files;
      const facts = file === undefined ? {} : { file };
      if (endOf(token) <= Date.now())
        this.#log.warn("a stored capability token has expired; calls with it are denied", facts);
      if (token.isExposed)
        this.#log.warn(
          "others may read a stored capability token that is bound to no holder, and call with it; run chmod 600 on its file",
          facts,
        );
    }
  }

  #openPins({ pins }: GatewaySettings): Pins {
    return new Pins(pins, ({ kind, message, ...facts }) => {
      const words = `${WORDS[kind]}: ${message}`;
      if (kind === "taken") this.#log.info(words, facts);
      else this.#log.warn(words, facts);
    });
  }
}

const WORDS = {
  new: "a new tool is hidden",
  changed: "a changed tool is hidden",
  unusable: "a tool is hidden",
  missing: "a tool is missing",
  taken: "tools are pinned",
  file: "the lock file cannot be used",
};

/** Capability tokens say nothing of that, and are replaced often. */
function whoMayCall(settings: GatewaySettings | undefined): readonly unknown[] {
  const { capabilityToken: _stored, bearer, ...asked } = settings?.identity ?? {};
  const tokens = bearer?.map(({ capabilityToken: _kept, ...token }) => token);
  return [asked, tokens, settings?.http];
}

/** A key that is taken out of it signs for nobody any more. */
function keyFileOf({ identity: { jwt }, http }: GatewaySettings): string | undefined {
  return http !== undefined && jwt !== undefined && "file" in jwt.jwks ? jwt.jwks.file : undefined;
}

/** Undefined where it cannot be read, which whoever makes use of it says. */
function textOf(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(() => undefined);
}

async function doorFor(settings: GatewaySettings): Promise<Door | undefined> {
  const { identity, http } = settings;
  if (http === undefined) return undefined;
  const name = http.host.includes(":") ? `[${http.host}]` : http.host;
  const url = `http://${name}:${http.port}${http.path}`;
  return {
    authenticator: await authenticatorFor(identity, url),
    metadata: protectedResourceMetadata(identity, url),
  };
}
