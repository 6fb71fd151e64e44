import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ActionEvent } from "@capfence/core";
import { mintToken, writeToken } from "@capfence/core/tokens";
import { generateSignerKey, readSignerKey } from "@capfence/core/tlog";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { jwtSettings } from "../../test/gateway/authenticating.ts";
import { issue, issuerKey } from "../../test/gateway/issuer.ts";
import { DEFAULT_HTTP, defaultSettings } from "./config/default-settings.ts";
import type { GatewaySettings } from "./config/settings.ts";
import { LiveParts } from "./live-parts.ts";
import { ToolCatalogue } from "./pins/tool-catalogue.ts";

const NOTHING = { info: () => {}, warn: () => {}, error: () => {} };
const CALL = ActionEvent.create({ actor: "agent", capability: "a.b" });
const ISSUER = readSignerKey(generateSignerKey("issuer"));
const MANDATE = { tools: ["pay"], expires: Date.now() + 60_000 };
const SHA256 = "0".repeat(64);

let folder: string;
let settings: GatewaySettings;
let parts: LiveParts;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-parts-"));
  const policy = join(folder, "policy.yaml");
  writeFileSync(policy, "allow: [a.b]");
  settings = { ...defaultSettings(policy), http: DEFAULT_HTTP };
  parts = new LiveParts(NOTHING);
});
afterEach(() => rmSync(folder, { recursive: true }));

async function use(change: Partial<GatewaySettings> = {}): Promise<void> {
  settings = { ...settings, ...change };
  (await parts.prepare(settings)).commit();
}

function catalogue(): ToolCatalogue {
  const one = new ToolCatalogue();
  one.learn(undefined, { tools: [{ name: "pay", inputSchema: { type: "object" } }] });
  return one;
}

describe("what a gateway makes of its settings", () => {
  it("allows and has reviewed nothing before there are any", () => {
    const [tool] = catalogue().tools;
    expect(parts.policy.decide(CALL).effect).toBe("deny");
    expect(tool && parts.reviews.isReviewed("a", tool)).toBe(false);
    expect(parts.door).toBeUndefined();
  });

  it("changes all at once, and nothing before", async () => {
    await use();
    const prepared = await parts.prepare({
      ...settings,
      identity: { actor: "agent", bearer: [{ sha256: SHA256, actor: "bot" }] },
    });
    await expect(parts.door?.authenticator.authenticate({})).resolves.toBeDefined();
    prepared.commit();
    await expect(parts.door?.authenticator.authenticate({})).rejects.toThrow("required");
    expect(parts.policy.decide(CALL).effect).toBe("allow");
  });

  it("stays as it is where its settings do, so that nothing is forgotten", async () => {
    await use();
    const { door } = parts;
    await use({ denials: "error" });
    expect(parts.door).toBe(door);
    await use({ identity: { actor: "another" } });
    expect(parts.door).not.toBe(door);
  });

  it("takes a token no more whose key is taken out of the file with the keys", async () => {
    const [stolen, next] = [await issuerKey("stolen"), await issuerKey("next")];
    const file = join(folder, "keys.json");
    const publish = (...keys: readonly object[]): void =>
      writeFileSync(file, JSON.stringify({ keys }));
    publish(stolen.jwk);
    const identity = jwtSettings({ file });
    await use({ identity });
    const authorization = `Bearer ${await issue(stolen)}`;
    await expect(parts.door?.authenticator.authenticate({ authorization })).resolves.toBeDefined();
    const { door } = parts;
    await use();
    expect(parts.door).toBe(door);
    publish(next.jwk);
    await use();
    await expect(parts.door?.authenticator.authenticate({ authorization })).rejects.toThrow(
      "not valid",
    );
    expect((await parts.prepare(settings)).files).toContain(file);
    rmSync(file);
    await expect(parts.prepare(settings)).rejects.toThrow("cannot read keys");
  });

  it("says once where others may read a token that is bound to nobody", async () => {
    const warn = vi.fn<() => void>();
    parts = new LiveParts({ ...NOTHING, warn });
    const text = writeToken(mintToken(MANDATE, ISSUER, { now: Date.now() }));
    const identity = {
      actor: "one",
      capabilityToken: { text, isExposed: true, files: ["/t"] },
    } as const;
    await use({ identity });
    await use({ identity, denials: "error" });
    expect(warn.mock.calls).toEqual([[expect.stringContaining("run chmod 600"), { file: "/t" }]]);
  });

  it("keeps no token for who was the caller before, whoever is it now", async () => {
    const token = mintToken(MANDATE, ISSUER, { now: Date.now() });
    const capabilityToken = { text: writeToken(token), files: [] };
    await use({ identity: { actor: "one" } });
    const before = await parts.door?.authenticator.authenticate({});
    await use({ identity: { actor: "two", capabilityToken } });
    const now = await parts.door?.authenticator.authenticate({});
    const tokens = [before, now].map((one) => one && parts.storedToken(one));
    expect(tokens).toEqual([undefined, { text: capabilityToken.text }]);
  });

  it("takes what servers list first as reviewed, and nothing where everything is locked", async () => {
    await use();
    const listed = catalogue();
    await parts.reviews.listed("bank", listed);
    const [tool] = listed.tools;
    expect(tool && parts.reviews.isReviewed("bank", tool)).toBe(true);
    expect(tool && parts.reviews.isReviewed("other", tool)).toBe(false);
    const pins = { mode: "locked", file: join(folder, "gone.json") } as const;
    await expect(parts.prepare({ ...settings, pins })).rejects.toThrow("there is no lock file");
    expect(tool && parts.reviews.isReviewed("bank", tool)).toBe(true);
  });

  it.each([
    ["a policy that is wrong", () => writeFileSync(settings.policy, "alow: []"), {}, "alow"],
    ["an actor that no record can hold", () => {}, { identity: { actor: "\ud800" } }, "actor"],
  ])("is not made of %s", async (_name, spoil, change, words) => {
    await use();
    spoil();
    await expect(parts.prepare({ ...settings, ...change })).rejects.toThrow(words);
    expect(parts.policy.decide(CALL).effect).toBe("allow");
  });
});
