import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ActionEvent, CapabilitySystem } from "@capfence/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveSettings, type Prepared } from "./live-settings.ts";
import type { GatewaySettings } from "./settings.ts";
import { settingsReader } from "./settings-reader.ts";

const CALL = ActionEvent.create({
  actor: "agent",
  capability: "db.read",
  payload: { sql: "select 1" },
});

let folder: string;
let lines: string[];
let policy: CapabilitySystem;
let live: LiveSettings;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-live-"));
  lines = [];
  policy = new CapabilitySystem();
});
afterEach(async () => {
  await live?.close();
  rmSync(folder, { recursive: true });
});

const file = (name: string): string => join(folder, name);
const write = (name: string, text: string): void => writeFileSync(file(name), text);
/** As editors and deployments write: whole, and then in the place of the old. */
const swap = (name: string, text: string): void => {
  write(`${name}.new`, text);
  renameSync(file(`${name}.new`), file(name));
};

async function prepare({ policy: path }: GatewaySettings): Promise<Prepared> {
  const next = new CapabilitySystem().loadPolicy(path);
  await next.ready();
  return {
    files: next.document?.files ?? [],
    digest: next.digest,
    commit: () => void policy.replaceWith(next),
  };
}

const say =
  (level: string) =>
  (message: string, facts?: object): void =>
    void lines.push(`${level}: ${message} ${JSON.stringify(facts ?? {})}`);

const rules = (step: number): string =>
  `allow: [{ capability: db.read, sql: { writes: false } }]\nname: step ${step}`;

async function open(): Promise<LiveSettings> {
  const place = { config: file("gate.yaml"), override: (same: GatewaySettings) => same };
  live = await LiveSettings.open({
    ...(await settingsReader({ ...place, environment: { TOKEN: "t" } })),
    prepare,
    log: { info: say("info"), warn: say("warn"), error: say("error") },
  });
  return live;
}

describe("a configuration that is read again", () => {
  it("takes the place of the one before, with its policy", async () => {
    write("gate.yaml", "policy: a.yaml");
    write("a.yaml", "deny: [db.read]");
    write("b.yaml", "allow: [db.read]");
    await open();
    expect(policy.decide(CALL).effect).toBe("deny");
    write("gate.yaml", "{ policy: b.yaml, deny: { as: error } }");
    await live.reload();
    expect(live.current.denials).toBe("error");
    expect(policy.decide(CALL).effect).toBe("allow");
    expect(lines).toEqual([expect.stringContaining("info: the configuration is loaded")]);
  });

  it.each([
    ["is wrong", () => write("gate.yaml", "policy: a.yaml\npin: maybe:\n"), "gate.yaml:2"],
    ["is gone", () => rmSync(file("gate.yaml")), "there is no such file"],
    ["has a policy that is wrong", () => write("a.yaml", "alow: []"), 'did you mean \\"allow\\"'],
    ["has a policy that is gone", () => rmSync(file("a.yaml")), "there is no policy at"],
    [
      "has a variable that is not set",
      () => write("gate.yaml", 'policy: a.yaml\nstorage: "${GONE}"'),
      "GONE",
    ],
  ])("changes nothing where it %s, and says so once", async (_name, spoil, reason) => {
    write("gate.yaml", "policy: a.yaml");
    write("a.yaml", "allow: [db.read]");
    const before = (await open()).current;
    spoil();
    await live.reload();
    await live.reload();
    expect(live.current).toBe(before);
    expect(policy.decide(CALL).effect).toBe("allow");
    expect(live.fault).toBeDefined();
    expect(lines).toEqual([expect.stringMatching(/^error: .*the one before stays/)]);
    expect(lines[0]).toContain(reason);
    write("gate.yaml", "policy: a.yaml");
    write("a.yaml", "allow: [db.read]");
    await live.reload();
    expect(live.fault).toBeUndefined();
    expect(lines).toHaveLength(2);
  });

  it("keeps what needs a restart, and says so once", async () => {
    write("gate.yaml", "{ policy: a.yaml, listen: 127.0.0.1:1 }");
    write("a.yaml", "allow: []");
    await open();
    write(
      "gate.yaml",
      "{ policy: a.yaml, listen: 127.0.0.1:2, storage: x.db, deny: { as: error } }",
    );
    await live.reload();
    await live.reload();
    expect(live.current).toMatchObject({ http: { port: 1 }, denials: "error" });
    expect(live.current).not.toHaveProperty("storage");
    expect(lines.filter((line) => line.includes("needs a restart"))).toEqual([
      "warn: a change of listen needs a restart; it stays as it is {}",
      "warn: a change of storage needs a restart; it stays as it is {}",
    ]);
  });

  it.each([
    ["over stdio, where its session stays", "listen: stdio,", "one", 1],
    [
      "but not where it listens, for whom a session is of their own",
      "listen: 127.0.0.1:1,",
      "two",
      0,
    ],
  ])("keeps who its client is %s", async (_name, listen, actor, said) => {
    write("a.yaml", "allow: []");
    write("gate.yaml", `{ policy: a.yaml, ${listen} identity: { actor: one, role: admin } }`);
    await open();
    write("gate.yaml", `{ policy: a.yaml, ${listen} identity: { actor: two, tenant: acme } }`);
    await live.reload();
    const roles = actor === "one" ? { role: "admin" } : { tenant: "acme" };
    expect(live.current.identity).toEqual({ actor, ...roles });
    expect(lines.filter((line) => line.includes("a change of identity"))).toHaveLength(said);
  });

  it("does not stop asking who calls while it still listens to strangers", async () => {
    const bearer = "identity: { bearer: [{ token: 0123456789abcdef-x, actor: bot }] }";
    const listen = "{ host: 0.0.0.0, port: 1, allowed_hosts: gate.example }";
    write("gate.yaml", `policy: a.yaml\nlisten: ${listen}\n${bearer}`);
    write("a.yaml", "allow: []");
    await open();
    write("gate.yaml", "policy: a.yaml\nlisten: 127.0.0.1:1");
    await live.reload();
    expect(live.current.identity.bearer).toHaveLength(1);
    expect(live.fault).toContain("restart to listen elsewhere");
  });

  it.each(["stdio", "127.0.0.1:2"])(
    "does not stop asking who calls where it listens while it waits to move to %s",
    async (elsewhere) => {
      const bearer = "identity: { bearer: [{ token: 0123456789abcdef-x, actor: bot }] }";
      write("gate.yaml", `policy: a.yaml\nlisten: 127.0.0.1:1\n${bearer}`);
      write("a.yaml", "allow: []");
      await open();
      write("gate.yaml", `policy: a.yaml\nlisten: ${elsewhere}`);
      await live.reload();
      expect(live.current.identity.bearer).toHaveLength(1);
      expect(live.fault).toContain("where it still listens");
    },
  );
});

describe("files that are watched", () => {
  it("are read once they have been written, not while", async () => {
    write("gate.yaml", "policy: a.yaml");
    write("a.yaml", "allow: [db.none]\ndeny: [db.read]\n");
    (await open()).watch(100);
    write("a.yaml", "allow: [db.read]\n");
    for (let part = 1; part <= 10; part += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await sleep(30);
      expect(policy.decide(CALL).effect).toBe("deny");
      appendFileSync(file("a.yaml"), `# ${part}\n`);
    }
    appendFileSync(file("a.yaml"), "deny: [db.read]\nname: whole\n");
    await vi.waitFor(() => expect(policy.document?.name).toBe("whole"));
    expect(policy.decide(CALL).effect).toBe("deny");
  });

  it("are read again when any of them changes", async () => {
    write("gate.yaml", "policy: a.yaml");
    write("a.yaml", "extends: base.yaml");
    write("base.yaml", "deny: [db.read]");
    (await open()).watch(5);
    swap("base.yaml", "allow: [db.read]");
    await vi.waitFor(() => expect(policy.decide(CALL).effect).toBe("allow"));
    swap("gate.yaml", "{ policy: a.yaml, names: { prefix: always } }");
    await vi.waitFor(() => expect(live.current.prefix).toBe("always"));
  });

  it("may be links that are made to lead elsewhere", async () => {
    for (const [version, rule] of [
      ["v1", "deny"],
      ["v2", "allow"],
    ] as const)
      write(`${version}.yaml`, `${rule}: [db.read]`);
    symlinkSync("v1.yaml", file("a.yaml"));
    write("gate.yaml", "policy: a.yaml");
    (await open()).watch(5);
    symlinkSync("v2.yaml", file("next"));
    renameSync(file("next"), file("a.yaml"));
    await vi.waitFor(() => expect(policy.decide(CALL).effect).toBe("allow"));
  });

  it("are found once what a policy extends is there", async () => {
    write("gate.yaml", "policy: a.yaml");
    write("a.yaml", "deny: [db.read]");
    (await open()).watch(5);
    swap("a.yaml", "extends: base.yaml");
    await vi.waitFor(() => expect(live.fault).toContain("base.yaml"));
    write("base.yaml", "allow: [db.read]");
    await vi.waitFor(() => expect(live.fault).toBeUndefined());
    expect(policy.decide(CALL).effect).toBe("allow");
  });

  it("are read while calls are judged, and no call is without a policy", async () => {
    write("gate.yaml", "policy: a.yaml");
    write("a.yaml", rules(0));
    (await open()).watch(1);
    const names = new Set<string | undefined>();
    for (let step = 1; step <= 40; step += 1) {
      // Every second one cannot be used, for one reason or another.
      swap("a.yaml", step % 2 === 0 ? rules(step) : step % 4 === 1 ? "allow: [" : "alow: []");
      for (let call = 0; call < 20; call += 1) {
        expect(policy.decide(CALL)).toMatchObject({ effect: "allow", reason: "policy_allow" });
        names.add(policy.document?.name);
        // oxlint-disable-next-line no-await-in-loop
        await sleep(call % 5 === 0 ? 1 : 0);
      }
    }
    expect(names.size).toBeGreaterThan(3);
    await vi.waitFor(() => expect(policy.document?.name).toBe("step 40"));
  });
});
