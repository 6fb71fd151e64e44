import { renameSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CapabilitySystem } from "@capfence/core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { GatewayProcess } from "./gateway-process.ts";
import { Place } from "./place.ts";
import { SdkClient } from "./sdk-client.ts";
import { serving } from "./settings.ts";

const place = new Place();
const digests = new Set<string>();
let gateway: GatewayProcess;
let upstreams: Readonly<Record<string, object>>;

/** A policy that has not been there before; `flip` runs or does not. */
function policy(number: number, effect: "allow" | "deny"): string {
  const text = `
allow: [bank.read${effect === "allow" ? ", bank.flip" : ""}]
deny: [bank.never${number}${effect === "deny" ? ", bank.flip" : ""}]
tools: { bank__read: bank.read, extra__read: bank.read, bank__pay: bank.flip }
`;
  digests.add(new CapabilitySystem().loadPolicy(place.file("copy.yaml", text)).digest);
  return text;
}

function configuration(...names: readonly string[]): string {
  const chosen = Object.fromEntries(names.map((name) => [name, upstreams[name] ?? {}]));
  const limits = { calls_per_minute: 1_000_000 };
  return serving(chosen, { names: { prefix: "always" }, limits });
}

/** Writes a file as programs do: all at once by another name, or over what is there. */
function write(name: string, text: string, atOnce: boolean): void {
  place.file(atOnce ? `${name}.new` : name, text);
  if (atOnce) renameSync(join(place.folder, `${name}.new`), join(place.folder, name));
}

/** How much the server has got that is taken out and put back. */
const extra = (): number => place.receivedIn("extra.jsonl").length;

/** Has the gateway read its files, and waits until it has said these words. */
async function reloaded(words: string): Promise<void> {
  const from = gateway.errors.length;
  gateway.process.kill("SIGHUP");
  await gateway.logged(words, from);
}

beforeAll(async () => {
  upstreams = {
    bank: { url: await place.listeningBank() },
    extra: { url: await place.listeningBank("extra.jsonl") },
  };
  place.file("policy.yaml", policy(0, "allow"));
  place.file("gateway.yaml", configuration("bank", "extra"));
  gateway = place.gateway("serve", "--config", "gateway.yaml");
  await gateway.url();
});

afterAll(() => place.close());

it("changes its policy and its servers while clients call, and nothing comes between", async () => {
  const url = await gateway.url();
  const kinds = ["v1", "v2 legacy", "v2 modern"] as const;
  const clients = await Promise.all(
    Array.from({ length: 8 }, (_, index) => SdkClient.connect(kinds[index % 3] ?? "v1", { url })),
  );
  const watcher = await SdkClient.connect("v2 modern", { url });
  const over = new AbortController();
  const answers: { readonly tool: string; readonly text: string }[] = [];
  const calling = clients.map(async (client) => {
    while (!over.signal.aborted)
      for (const tool of ["bank__read", "bank__pay", "extra__read"])
        // oxlint-disable-next-line no-await-in-loop -- one after another
        answers.push({ tool, text: await client.call(tool) });
  });

  let effect: "allow" | "deny" = "allow";
  const whileGone: number[] = [];
  let back = "";
  for (let number = 1; number <= 20; number += 1) {
    /* oxlint-disable no-await-in-loop -- one after another */
    const atOnce = number % 3 === 0;
    if (number % 4 === 0) {
      write("policy.yaml", `${policy(0, "allow")}\nallow: {{ ${number}`, atOnce);
      await reloaded("the one before stays");
    } else {
      effect = effect === "allow" ? "deny" : "allow";
      write("policy.yaml", policy(number, effect), atOnce);
      await reloaded("the configuration is loaded");
    }
    // What was loaded holds for whoever calls from then on; what cannot be used changes nothing.
    const expected = effect === "allow" ? /^ran pay$/ : /Unknown tool|Denied/;
    expect(await watcher.call("bank__pay")).toMatch(expected);
    if (number === 7) {
      write("gateway.yaml", configuration("bank"), atOnce);
      await reloaded("the configuration is loaded");
      await sleep(200);
      whileGone.push(extra());
    }
    if (number === 14) {
      whileGone.push(extra());
      write("gateway.yaml", configuration("bank", "extra"), atOnce);
      await reloaded("the configuration is loaded");
      back = await watcher.call("extra__read");
    }
    /* oxlint-enable no-await-in-loop */
  }
  over.abort();
  expect(back).toBe("ran read");
  expect(whileGone[1]).toBe(whileGone[0]);
  await Promise.all(calling);

  // Nobody has lost their session, and nobody was told anything but what the policies say.
  // A call that was under way when its server was taken out may have run or not, or came too late to reach it.
  const takenOut = /has not answered|cannot be reached/;
  const policies = /^ran (?:read|pay)$|Unknown tool|Denied by policy/;
  const unexpected = answers
    .filter(({ text }) => !policies.test(text))
    .filter(({ tool, text }) => tool !== "extra__read" || !takenOut.test(text))
    .map(({ tool, text }) => `${tool}: ${text}`);
  expect([...new Set(unexpected)]).toEqual([]);
  for (const client of clients)
    // oxlint-disable-next-line no-await-in-loop -- one after another
    expect(await client.call("bank__read")).toBe("ran read");
  expect(answers.length).toBeGreaterThan(200);
  expect(answers.some(({ text }) => text === "ran pay")).toBe(true);
  await Promise.all([...clients, watcher].map((client) => client.close()));
});

it("has judged every call by a policy that was there, and its log verifies", async () => {
  const { output } = await place.run("logs", "--json");
  const records = output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Decision);
  const decisions = records.filter(({ kind }) => kind === "decision");
  // What is not there any more is refused whatever the policy says.
  const byPolicy = decisions.filter(({ reason }) => reason !== "tool_unreviewed");
  expect(byPolicy.length).toBeGreaterThan(200);
  for (const { policyDigest } of byPolicy) expect(digests).toContain(policyDigest);
  const refused = decisions.filter(({ reason }) => reason === "tool_unreviewed");
  for (const { tool, authorized } of refused)
    expect([tool, authorized]).toEqual(["extra__read", false]);
  expect(await place.run("verify")).toMatchObject({ code: 0 });
});

interface Decision {
  readonly kind: string;
  readonly tool?: string;
  readonly authorized: boolean;
  readonly reason: string;
  readonly policyDigest: string;
}
