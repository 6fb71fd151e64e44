import { ActionEvent, ActionRuntime, CapabilitySystem } from "@capfence/core";
import { openSigning } from "@capfence/core/signing";
import { PostgresStorage } from "@capfence/postgres";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { startPostgres, type PostgresServer } from "../../../postgres/test/postgres-server.ts";
import { runSql } from "../../../postgres/test/run-sql.ts";
import { Collector, type Result, Scratch } from "../../test/scratch.ts";
import { run } from "../run.ts";

const POLICY = "require_approval: [payments.*]\nallow: [files.read]";
const READ = ActionEvent.create({ actor: "reader", capability: "files.read" });
const PAY = ActionEvent.create({ actor: "payer", capability: "payments.pay" });

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());
afterEach(() => vi.unstubAllEnvs());

/** A log in a schema of its own, and the command run on it; no password must ever be printed. */
class Database {
  readonly scratch: Scratch = new Scratch();
  readonly schema: string;
  /** As the owner of the schema, and as the role that runtimes have. */
  readonly owner: string;
  readonly agents: string;

  constructor(schema: string) {
    this.schema = schema;
    this.owner = `${server.url()}?schema=${schema}`;
    this.agents = `${server.url("agents", "secret%40word")}?schema=${schema}`;
  }

  async run(url: string, ...parameters: readonly string[]): Promise<Result> {
    const result = await this.scratch.run(...parameters, "--audit-log", url);
    const printed = result.output + result.errors;
    if (printed.includes("secret") || printed.includes(server.password))
      throw new Error("a password was printed");
    return result;
  }

  /** Makes the log, and the role with its rights. */
  async init(): Promise<void> {
    const { output } = await this.run(this.owner, "storage", "init", "--role", "agents");
    await runSql(server.url(), `${output}; ALTER ROLE agents PASSWORD 'secret@word'`);
  }

  /** A runtime that signs with the key of the state folder. */
  async runtime(): Promise<ActionRuntime> {
    const { schema } = this;
    const connectionString = server.url("agents", "secret%40word");
    return new ActionRuntime({
      capabilitySystem: new CapabilitySystem().loadPolicyText(POLICY),
      storage: await PostgresStorage.open({ connectionString, schema }),
      audit: openSigning(this.scratch.key),
      clock: () => this.scratch.now,
    });
  }
}

it("makes a log once, and prints the SQL for a role and nothing else", async () => {
  const { scratch, owner, schema } = new Database("made");
  const init = (...options: readonly string[]) =>
    scratch.run("storage", "init", "--audit-log", owner, ...options);
  const name = `postgres://postgres@127.0.0.1:${server.port}/postgres?schema=${schema}`;
  const missing = await scratch.run("verify", "--audit-log", owner);
  expect([missing.code, missing.errors]).toEqual([
    2,
    expect.stringContaining(`there is no audit log in the schema "made"; make it with`),
  ]);
  expect(await init()).toEqual({ code: 0, output: `✓ made an empty log: ${name}\n`, errors: "" });
  const again = await init("--role", "agents");
  expect([again.code, again.errors]).toEqual([0, `✓ there is a log already: ${name}\n`]);
  expect(again.output).toMatch(
    /^DO .*GRANT INSERT \(writer, seq, text\) ON "made"\.log TO .*;\n$/s,
  );
  expect(JSON.parse((await init("--json", "--role", "agents")).output)).toEqual({
    log: name,
    created: false,
    script: again.output,
  });
  expect((await init("--role", "x".repeat(64))).code).toBe(2);
});

it("reads, answers and verifies what runtimes record", async () => {
  const database = new Database("audit");
  await database.init();
  const { scratch, agents } = database;
  const runtime = await database.runtime();
  await runtime.execute(READ);
  expect((await runtime.execute(PAY)).reason).toBe("approval_required");

  const pending = JSON.parse((await database.run(agents, "pending-approvals", "--json")).output);
  const answered = await database.run(agents, "approve", pending.id, "--by", "carol");
  expect([answered.code, answered.output]).toEqual([0, expect.stringContaining("approved")]);
  expect((await runtime.execute(PAY)).reason).toBe("approval_granted");
  expect((await database.run(agents, "reject", pending.id)).code).toBe(1);

  const { code, output } = await database.run(agents, "logs", "--capability", "payments.*");
  expect(code).toBe(0);
  expect(
    output
      .trimEnd()
      .split("\n")
      .map((row) => row.split(/ {2,}/)[4]),
  ).toEqual(["reason", "approval_required", "by carol", "approval_granted"]);
  await runtime.close();
  expect((await database.run(agents, "storage", "reopen")).code).toBe(0);

  const key = ["--key", scratch.key];
  const verified = await database.run(agents, "verify", ...key);
  expect([verified.code, verified.output]).toEqual([
    0,
    expect.stringMatching(
      /^✓ Audit chain intact\. \d+ entries verified, signed by capfence\.local/,
    ),
  ]);
  const exported = await database.run(agents, "logs", "export");
  const file = scratch.file("log.jsonl", exported.output);
  const report = JSON.parse((await database.run(agents, "verify", ...key, "--json")).output);
  expect(report.writers).toHaveLength(3);
  const { writers, entries } = JSON.parse(
    (await scratch.run("verify", ...key, "--json", "--export", file)).output,
  );
  expect({ writers, entries }).toEqual({ writers: report.writers, entries: report.entries });

  const [{ id: decision }] = JSON.parse(
    `[${(await database.run(agents, "logs", "--json", "--decision", "allow")).output.split("\n")[0]}]`,
  );
  const receipt = ["receipt", decision, "--out", `${scratch.folder}/d.tlog-proof`];
  expect((await database.run(agents, ...receipt)).code).toBe(0);
  expect((await database.run(agents, "storage", "seal")).errors).toContain("is in PostgreSQL");

  await runSql(server.url(), `UPDATE audit.log SET text = replace(text, 'reader', 'nobody')`);
  const damaged = await database.run(agents, "verify", ...key);
  expect([damaged.code, damaged.output]).toEqual([3, expect.stringContaining("edited, writer ")]);
  expect((await database.run(agents, "logs")).code).toBe(3);
});

it("follows what other connections append", async () => {
  const database = new Database("followed");
  await database.init();
  const runtime = await database.runtime();
  await runtime.execute(READ);
  const output = new Collector();
  const stop = Promise.withResolvers<void>();
  const ended = run(["logs", "--follow", "--audit-log", database.agents], {
    output,
    errors: new Collector(),
    clock: () => database.scratch.now,
    stateFolder: database.scratch.state,
    stopped: () => stop.promise,
  });
  await expect.poll(() => output.text, { timeout: 10_000 }).toContain("reader");
  await runtime.execute(PAY);
  await expect.poll(() => output.text, { timeout: 10_000 }).toContain("payer");
  stop.resolve();
  expect(await ended).toBe(0);
  await runtime.close();
});

it("takes the password and the head folder from the environment", async () => {
  const database = new Database("environment");
  await database.init();
  vi.stubEnv("PGPASSWORD", server.password);
  const url = `postgres://postgres@127.0.0.1:${server.port}/postgres?schema=environment`;
  vi.stubEnv("CAPFENCE_HEADS", `${database.scratch.folder}/heads`);
  expect((await database.run(url, "storage", "reopen")).code).toBe(0);
  const { code, output } = await database.run(url, "verify");
  expect([code, output]).toEqual([0, expect.stringContaining("it was compared with 1 checkpoint")]);
  await runSql(server.url(), "TRUNCATE environment.log");
  expect((await database.run(url, "verify")).code).toBe(3);
});

it("takes tokens back with the rights of a runtime, and lists them", async () => {
  const database = new Database("tokens");
  await database.init();
  const id = `tok_${"a".repeat(32)}`;
  const revoke = (): Promise<Result> =>
    database.run(database.agents, "revoke", "--token", id, "--by", "alice");
  expect((await revoke()).output).toContain(`revoked ${id}`);
  expect((await revoke()).output).toContain("was revoked before: 2026-01-31 12:00:00 by alice");
  const { code, output } = await database.run(database.agents, "token", "list");
  expect([code, output]).toEqual([0, expect.stringContaining(id)]);
});

it("says that nobody answers, and who may not in", async () => {
  const database = new Database("closed");
  const nobody = await database.run("postgres://me:secret@127.0.0.1:1/audit", "logs");
  expect([nobody.code, nobody.errors]).toEqual([2, expect.stringContaining("ECONNREFUSED")]);
  const stranger = server.url("postgres", "secret");
  const refused = await database.run(stranger, "verify");
  expect([refused.code, refused.errors]).toEqual([2, expect.stringContaining("authentication")]);
  const typo = await database.run(`${database.agents}&sslmod=disable`, "logs");
  expect([typo.code, typo.errors]).toEqual([2, expect.stringContaining('"sslmod"')]);
});
