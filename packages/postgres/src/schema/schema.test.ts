import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { appending, collect, entries, follow } from "../../test/fixtures.ts";
import { startPostgres, type PostgresServer } from "../../test/postgres-server.ts";
import { PostgresStorage } from "../postgres-storage.ts";
import { initStorage } from "./init-storage.ts";
import { roleScript } from "./role-script.ts";

const SCHEMA = 'audit "log"; 1';
const NAME = '"audit ""log""; 1"';

let server: PostgresServer;
let admin: Client;

beforeAll(async () => {
  server = await startPostgres();
  admin = new Client({ connectionString: server.url() });
  await admin.connect();
}, 60_000);
afterAll(async () => {
  await admin.end();
  await server.stop();
});
beforeEach(async () => {
  await admin.query(`DROP SCHEMA IF EXISTS ${NAME} CASCADE`);
});

const at = () => ({ connectionString: server.url(), schema: SCHEMA });
const opening = async (): Promise<void> => (await PostgresStorage.open(at())).close();

describe("initStorage", () => {
  it("makes a log once, and says whether it did", async () => {
    expect(await initStorage(at())).toEqual({ created: true });
    expect(await initStorage(at())).toEqual({ created: false });
    await opening();
  });

  it("makes its tables in an empty schema that is there", async () => {
    await admin.query(`CREATE SCHEMA ${NAME}`);
    expect(await initStorage(at())).toEqual({ created: true });
  });

  it("refuses a schema that holds something else, and leaves it as it is", async () => {
    await admin.query(`CREATE SCHEMA ${NAME}; CREATE TABLE ${NAME}.log (id int)`);
    await expect(initStorage(at())).rejects.toThrow(/unexpected column log\.1 id integer/);
    const { rows } = await admin.query(`SELECT * FROM ${NAME}.log`);
    expect(rows).toEqual([]);
  });

  it("makes nothing where the rights cannot be given", async () => {
    const options = { ...at(), applicationRole: "nobody there" };
    await expect(initStorage(options)).rejects.toThrow('role "nobody there" does not exist');
    await expect(opening()).rejects.toThrow("there is no audit log");
  });
});

describe("opening", () => {
  it("creates nothing, and says how to", async () => {
    await expect(opening()).rejects.toThrow(
      `there is no audit log in the schema "${SCHEMA}"; make it with \`capfence storage init\``,
    );
    const { rows } = await admin.query("SELECT FROM pg_namespace WHERE nspname = $1", [SCHEMA]);
    expect(rows).toEqual([]);
  });

  const swallow = `CREATE FUNCTION pg_temp.swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`;
  it.each([
    [
      `${swallow}; CREATE TRIGGER t BEFORE INSERT ON ${NAME}.log FOR EACH ROW EXECUTE FUNCTION pg_temp.swallow()`,
      "unexpected trigger t of log",
    ],
    [`CREATE RULE r AS ON INSERT TO ${NAME}.log DO INSTEAD NOTHING`, "unexpected rule r of log"],
    [`ALTER TABLE ${NAME}.log ENABLE ROW LEVEL SECURITY`, "unexpected table log row security"],
    [`CREATE POLICY p ON ${NAME}.log USING (false)`, "unexpected policy p of log"],
    [`ALTER TABLE ${NAME}.log SET UNLOGGED`, "unexpected table log not durable"],
    [
      `ALTER TABLE ${NAME}.log DROP CONSTRAINT log_pkey`,
      "missing index log_pkey unique btree (writer, seq) of log",
    ],
    [`ALTER TABLE ${NAME}.state DROP CONSTRAINT state_pkey`, "missing index state_pkey"],
    [`DROP INDEX ${NAME}.log_openings`, "missing index log_openings"],
    [`ALTER TABLE ${NAME}.log ADD COLUMN more text`, "unexpected column log.5 more text"],
    [
      `ALTER TABLE ${NAME}.log ALTER COLUMN text DROP NOT NULL`,
      'unexpected column log.4 text text collate "C"',
    ],
    [
      `ALTER TABLE ${NAME}.log ALTER COLUMN seq SET DEFAULT 1`,
      "unexpected column log.3 seq bigint not null default",
    ],
    [
      `ALTER TABLE ${NAME}.log ALTER COLUMN text TYPE varchar(10)`,
      "unexpected column log.4 text character varying(10)",
    ],
    [
      `CREATE COLLATION ${NAME}."C" (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
       ALTER TABLE ${NAME}.log ALTER COLUMN text TYPE text COLLATE ${NAME}."C"`,
      `unexpected column log.4 text text collate ${NAME}."C"`,
    ],
    [`ALTER TABLE ${NAME}.log ADD CHECK (seq < 3)`, "unexpected constraint log_seq_check of log"],
    [`CREATE TABLE ${NAME}.child () INHERITS (${NAME}.log)`, "unexpected"],
    [`CREATE TABLE ${NAME}.other (id int)`, "unexpected"],
    [`CREATE VIEW ${NAME}.v AS SELECT 1`, "unexpected view v"],
    [`DROP TABLE ${NAME}.state`, "missing column state.1"],
    [`UPDATE ${NAME}.meta SET format = 1`, "has format 1; this release reads format 2"],
    [`DELETE FROM ${NAME}.meta`, "has format none"],
    [`INSERT INTO ${NAME}.meta VALUES (3)`, "has format 2 and 3"],
  ])("refuses a schema after %s", async (sql, words) => {
    await initStorage(at());
    await admin.query(sql);
    await expect(opening()).rejects.toThrow(words);
    await expect(initStorage(at())).rejects.toThrow(words);
  });

  it("refuses a database that is not in UTF-8", async () => {
    await admin.query("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    const latin = { ...at(), database: "latin" };
    await expect(initStorage(latin)).rejects.toThrow("encoding LATIN1");
    await expect(PostgresStorage.open(latin)).rejects.toThrow("encoding LATIN1");
  });

  it("throws for a row that a trigger swallows after all, and stores nothing of the commit", async () => {
    await initStorage(at());
    const engine = await PostgresStorage.open(at());
    await admin.query(
      `CREATE FUNCTION ${NAME}.swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.seq = 2 THEN RETURN NULL; END IF; RETURN NEW; END';
       CREATE TRIGGER t BEFORE INSERT ON ${NAME}.log FOR EACH ROW EXECUTE FUNCTION ${NAME}.swallow()`,
    );
    const words = "an entry that the database did not store";
    await expect(engine.commit(appending(...entries(1, 1, 3)))).rejects.toThrow(words);
    expect(await collect(engine.entries())).toEqual([]);
    await engine.close();
  });
});

describe("the application's role", () => {
  const role = 'app "role\'s"';
  const quoted = '"app ""role\'s"""';
  let application: Client;

  beforeEach(async () => {
    await initStorage(at());
    await admin.query(roleScript({ schema: SCHEMA, role }));
    await admin.query(`ALTER ROLE ${quoted} PASSWORD 'secret'`);
    application = new Client({
      host: "127.0.0.1",
      port: server.port,
      database: "postgres",
      user: role,
      password: "secret",
    });
    await application.connect();
    return () => application.end();
  });

  it("can do all that an engine does", async () => {
    const settings = { host: "127.0.0.1", port: server.port, database: "postgres" };
    const engine = await PostgresStorage.open({
      ...settings,
      user: role,
      password: "secret",
      schema: SCHEMA,
    });
    await engine.commit(appending(...entries(1, 1, 2)));
    for (const versions of [0, 1, 2]) expect(await follow(engine, "a", versions)).toBe(true);
    expect(await collect(engine.entries())).toEqual(entries(1, 1, 2));
    expect(await engine.all("request")).toHaveLength(1);
    const woken = engine.changed(AbortSignal.timeout(5_000));
    await engine.commit(appending(...entries(1, 3, 1)));
    await woken;
    await engine.close();
  });

  it.each([
    `UPDATE ${NAME}.log SET text = ''`,
    `DELETE FROM ${NAME}.log`,
    `TRUNCATE ${NAME}.log`,
    `DROP TABLE ${NAME}.log`,
    `ALTER TABLE ${NAME}.log ADD COLUMN more text`,
    `INSERT INTO ${NAME}.log (id, writer, seq, text) OVERRIDING SYSTEM VALUE VALUES (1, 'w', 1, '')`,
    `INSERT INTO ${NAME}.log (writer, seq, text) VALUES ('w', 1, '') ON CONFLICT (writer, seq) DO UPDATE SET text = ''`,
    `SELECT setval('${NAME}.log_id_seq', 1)`,
    `UPDATE ${NAME}.state SET text = ''`,
    `DELETE FROM ${NAME}.state`,
    `TRUNCATE ${NAME}.state`,
    `UPDATE ${NAME}.meta SET format = 2`,
    `DELETE FROM ${NAME}.meta`,
    `INSERT INTO ${NAME}.meta VALUES (2)`,
    `CREATE TABLE ${NAME}.other (id int)`,
    `CREATE RULE r AS ON INSERT TO ${NAME}.log DO INSTEAD NOTHING`,
    `CREATE TRIGGER t BEFORE INSERT ON ${NAME}.log FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
    `CREATE INDEX i ON ${NAME}.log (text)`,
    `BEGIN; LOCK TABLE ${NAME}.log IN ACCESS EXCLUSIVE MODE`,
    `ALTER SCHEMA ${NAME} RENAME TO other`,
    `DROP SCHEMA ${NAME} CASCADE`,
  ])("cannot do %s", async (sql) => {
    await expect(application.query(sql)).rejects.toThrow(/permission denied|must be owner/);
  });

  it("cannot pass on what it may do", async () => {
    await application.query(`GRANT SELECT, INSERT ON ${NAME}.log TO PUBLIC`);
    const { rows } = await admin.query(
      `SELECT 1 FROM pg_class c, aclexplode(c.relacl) a
       WHERE c.oid = $1::regclass AND a.grantee = 0`,
      [`${NAME}.log`],
    );
    expect(rows).toEqual([]);
  });

  it("gets its rights from initStorage as well, and loses others it had", async () => {
    await admin.query(`GRANT ALL ON ALL TABLES IN SCHEMA ${NAME} TO ${quoted}`);
    expect(await initStorage({ ...at(), applicationRole: role })).toEqual({ created: false });
    await expect(application.query(`DELETE FROM ${NAME}.log`)).rejects.toThrow("permission denied");
    await application.query(`INSERT INTO ${NAME}.log (writer, seq, text) VALUES ('w', 1, '')`);
  });

  it("does not open to others what is not theirs", async () => {
    await admin.query("DROP ROLE IF EXISTS stranger; CREATE ROLE stranger LOGIN PASSWORD 'secret'");
    const stranger = new Client({ connectionString: server.url("stranger", "secret") });
    await stranger.connect();
    await expect(stranger.query(`SELECT FROM ${NAME}.log`)).rejects.toThrow("permission denied");
    await stranger.end();
  });
});
