import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError, PolicyLoadError } from "@capfence/core";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadPolicy } from "./load-policy.ts";
import { SettingsError } from "./config/settings-error.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-policy-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const NAMED = { file: "/etc/gate.yaml", line: 3, column: 9, key: "policy" };

it("says where the configuration names a policy that is not there, and how to mend it", async () => {
  const path = join(folder, "nope.yaml");
  const failure: unknown = await loadPolicy(path, NAMED).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SettingsError);
  expect(failure).toMatchObject({
    message: `/etc/gate.yaml:3:9: policy: there is no policy at "${path}"; name one that can be read, relative to this file; capfence init makes one`,
  });
});

it("names no place where the policy is not said in a file", async () => {
  const path = join(folder, "nope.yaml");
  const failure: unknown = await loadPolicy(path).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ConfigurationError);
  expect(failure).toMatchObject({
    message: `there is no policy at "${path}"; name one that can be read; capfence init makes one`,
  });
});

it("leaves what is wrong inside a policy to the policy", async () => {
  const path = join(folder, "policy.yaml");
  writeFileSync(path, "alow: []");
  const failure: unknown = await loadPolicy(path, NAMED).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(PolicyLoadError);
  expect(failure).toMatchObject({ message: expect.stringContaining(`${path}:1:1: alow`) });
});
