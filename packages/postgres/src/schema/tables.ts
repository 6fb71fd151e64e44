import { identifier } from "../identifier.ts";

/** The version of the tables below. A schema of another version is refused, never migrated. */
export const FORMAT = 2;

/** The schema used where none is named. */
export const DEFAULT_SCHEMA = "capfence";

/** The SQL that makes an empty log, without its schema. Rows are only ever inserted. */
export function tablesSql(schema: string): string {
  const name = identifier("the schema", schema);
  return `
CREATE TABLE ${name}.meta (
  format integer PRIMARY KEY
);
INSERT INTO ${name}.meta (format) VALUES (${FORMAT});
CREATE TABLE ${name}.log (
  id bigint GENERATED ALWAYS AS IDENTITY,
  writer text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  text text COLLATE "C" NOT NULL,
  PRIMARY KEY (writer, seq)
);
CREATE UNIQUE INDEX log_in_order ON ${name}.log (id);
CREATE INDEX log_openings ON ${name}.log (id) WHERE seq = 1;
CREATE TABLE ${name}.state (
  position bigint GENERATED ALWAYS AS IDENTITY,
  kind text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  version bigint NOT NULL,
  key text COLLATE "C" NOT NULL,
  time bigint NOT NULL,
  text text COLLATE "C" NOT NULL,
  PRIMARY KEY (kind, id, version)
);
CREATE INDEX state_by_time ON ${name}.state (kind, id, time, version);
CREATE INDEX state_by_key ON ${name}.state (kind, key, position) WHERE version = 1;
CREATE INDEX state_openings ON ${name}.state (kind, position) WHERE version = 1;`.trim();
}

/** What the catalogue of PostgreSQL says of those tables, as `describeSql` asks for it. */
export const EXPECTED: readonly string[] = [
  "column log.1 id bigint not null identity always",
  'column log.2 writer text collate "C" not null',
  "column log.3 seq bigint not null",
  'column log.4 text text collate "C" not null',
  "column meta.1 format integer not null",
  "column state.1 position bigint not null identity always",
  'column state.2 kind text collate "C" not null',
  'column state.3 id text collate "C" not null',
  "column state.4 version bigint not null",
  'column state.5 key text collate "C" not null',
  "column state.6 time bigint not null",
  'column state.7 text text collate "C" not null',
  "index log_in_order unique btree (id) of log",
  "index log_openings btree (id) where (seq = 1) of log",
  "index log_pkey unique btree (writer, seq) of log",
  "index meta_pkey unique btree (format) of meta",
  'index state_by_key btree (kind, key, "position") where (version = 1) of state',
  'index state_by_time btree (kind, id, "time", version) of state',
  'index state_openings btree (kind, "position") where (version = 1) of state',
  "index state_pkey unique btree (kind, id, version) of state",
  "sequence log_id_seq",
  "sequence state_position_seq",
  "table log",
  "table meta",
  "table state",
];

/** Asks for everything in a schema that could keep, change or swallow a row, one line for each. */
export const describeSql = `
WITH tables AS (
  SELECT c.* FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1
)
SELECT CASE relkind WHEN 'r' THEN 'table ' WHEN 'S' THEN 'sequence ' WHEN 'v' THEN 'view '
         WHEN 'm' THEN 'materialised view ' WHEN 'f' THEN 'foreign table ' WHEN 'p' THEN 'partitioned table '
         ELSE 'type ' END || relname
       || CASE WHEN relkind = 'r' AND relpersistence <> 'p' THEN ' not durable' ELSE '' END
       || CASE WHEN relrowsecurity THEN ' row security' ELSE '' END
       || CASE WHEN relforcerowsecurity THEN ' forced row security' ELSE '' END
  FROM tables WHERE relkind NOT IN ('i', 'I', 't', 'c')
UNION ALL
SELECT 'column ' || t.relname || '.' || a.attnum || ' ' || a.attname || ' '
       || pg_catalog.format_type(a.atttypid, a.atttypmod)
       || CASE WHEN a.attcollation <> 0 THEN
            ' collate ' || (SELECT CASE WHEN n.nspname = 'pg_catalog' THEN '' ELSE pg_catalog.quote_ident(n.nspname) || '.' END
                || pg_catalog.quote_ident(o.collname)
              FROM pg_catalog.pg_collation o JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace WHERE o.oid = a.attcollation)
          ELSE '' END
       || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
       || CASE a.attidentity WHEN 'a' THEN ' identity always' WHEN 'd' THEN ' identity by default' ELSE '' END
       || CASE WHEN a.attgenerated <> '' THEN ' generated' ELSE '' END
       || CASE WHEN a.atthasdef AND a.attgenerated = '' THEN ' default' ELSE '' END
  FROM tables t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid
  WHERE t.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
UNION ALL
SELECT 'index ' || i.relname || CASE WHEN x.indisunique THEN ' unique' ELSE '' END
       || ' ' || pg_catalog.substring(pg_catalog.lower(pg_catalog.pg_get_indexdef(i.oid)), ' using (.*)$')
       || CASE WHEN x.indisvalid AND x.indisready AND x.indimmediate THEN '' ELSE ' not in force' END || ' of ' || t.relname
  FROM tables t JOIN pg_catalog.pg_index x ON x.indrelid = t.oid JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
  WHERE t.relkind = 'r'
UNION ALL
SELECT 'constraint ' || o.conname || ' of ' || t.relname
  FROM tables t JOIN pg_catalog.pg_constraint o ON o.conrelid = t.oid WHERE o.contype NOT IN ('p', 'n')
UNION ALL
SELECT 'trigger ' || g.tgname || ' of ' || t.relname
  FROM tables t JOIN pg_catalog.pg_trigger g ON g.tgrelid = t.oid
UNION ALL
SELECT 'rule ' || r.rulename || ' of ' || t.relname
  FROM tables t JOIN pg_catalog.pg_rewrite r ON r.ev_class = t.oid
UNION ALL
SELECT 'policy ' || p.polname || ' of ' || t.relname
  FROM tables t JOIN pg_catalog.pg_policy p ON p.polrelid = t.oid
UNION ALL
SELECT 'table ' || child.relname || ' inherits ' || parent.relname
  FROM pg_catalog.pg_inherits h
  JOIN pg_catalog.pg_class child ON child.oid = h.inhrelid JOIN pg_catalog.pg_class parent ON parent.oid = h.inhparent
  WHERE h.inhrelid IN (SELECT oid FROM tables WHERE relkind = 'r') OR h.inhparent IN (SELECT oid FROM tables WHERE relkind = 'r')`;
