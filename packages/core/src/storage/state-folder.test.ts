import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConfigurationError } from "../errors.ts";
import * as nowhere from "./no-state-folder.ts";
import { defaultAudit, defaultNotifiers, openDefaultStorage, stateFolder } from "./state-folder.ts";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "capfence-state-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(parent, { recursive: true });
});

describe("the state folder", () => {
  it("is CAPFENCE_HOME, else .capfence where the process runs", () => {
    vi.stubEnv("CAPFENCE_HOME", parent);
    expect(stateFolder()).toBe(parent);
    vi.stubEnv("CAPFENCE_HOME", "");
    expect(stateFolder()).toBe(resolve(".capfence"));
  });

  it("is made with its log on first use, for the owner alone", async () => {
    const home = join(parent, "new", "state");
    vi.stubEnv("CAPFENCE_HOME", home);
    const storage = openDefaultStorage();
    expect(storage.location).toBe(`sqlite:${join(home, "audit.db")}`);
    expect((statSync(home).mode & 0o777).toString(8)).toBe("700");
    await storage.close();
  });

  it("has a key of its own, which is made once, and the anchors that the environment names", () => {
    const home = join(parent, "state");
    vi.stubEnv("CAPFENCE_HOME", home);
    const first = defaultAudit("sqlite:elsewhere");
    expect(first.anchors).toEqual([]);
    expect((statSync(join(home, "signing.key")).mode & 0o777).toString(8)).toBe("600");
    vi.stubEnv("CAPFENCE_HEADS", join(parent, "heads"));
    const second = defaultAudit(`sqlite:${join(home, "audit.db")}`);
    expect(second.signer?.verifier.id).toEqual(first.signer?.verifier.id);
    expect(second.anchors).toHaveLength(1);
    vi.stubEnv("CAPFENCE_HEADS", join(home, "heads"));
    expect(() => defaultAudit(`sqlite:${join(home, "audit.db")}`)).toThrow(ConfigurationError);
  });

  it("has the webhook that the environment names", () => {
    expect(defaultNotifiers()).toEqual([]);
    vi.stubEnv("CAPFENCE_WEBHOOK_URL", "https://hooks.example.org/approvals");
    expect(() => defaultNotifiers()).toThrow("needs a secret");
    vi.stubEnv("CAPFENCE_WEBHOOK_SECRET", `whsec_${Buffer.alloc(24).toString("base64")}`);
    expect(defaultNotifiers().map(({ name }) => name)).toEqual(["webhook hooks.example.org"]);
  });

  it("is not made up on hosts that have no files", () => {
    expect(() => nowhere.stateFolder()).toThrow(ConfigurationError);
    expect(() => nowhere.defaultAudit("")).toThrow("pass { audit: { signer } }");
    expect(() => nowhere.openDefaultStorage()).toThrow("pass { storage }");
    expect(nowhere.defaultNotifiers()).toEqual([]);
  });
});
