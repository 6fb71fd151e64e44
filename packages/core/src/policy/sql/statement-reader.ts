import { isJsonObject, type Json, type JsonObject } from "../../encoding/json.ts";
import { TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { droppedTables } from "./dropped.ts";
import type { Name, SqlFacts } from "./facts.ts";
import { mergesSomeRows, restrictsRows } from "./filter.ts";
import { type Dialect, effectOf, reachesTables } from "./functions.ts";
import { hidesTables } from "./hidden-tables.ts";
import { analyzes, isInsertedValues, namesIn, queriesOf, tableName } from "./nodes.ts";
import { kindOf, OPAQUE_KINDS, READING_KINDS } from "./statement-kinds.ts";

/** The names that WITH has given to queries, where a statement is read. */
interface Scope {
  readonly names: Set<string>;
  readonly outer: Scope | undefined;
}

/** Reads what parsed statements do into facts. Every node of the grammar is walked; nothing is skipped for being unknown. */
export class StatementReader {
  readonly #facts: SqlFacts;
  readonly #dialect: Dialect;
  /** Whether what is read is run; a plain EXPLAIN only plans it. */
  #runs = true;

  constructor(facts: SqlFacts, dialect: Dialect) {
    this.#facts = facts;
    this.#dialect = dialect;
  }

  /** Reads the statements of one text. */
  read(statements: readonly Json[]): void {
    for (const statement of statements) {
      this.#facts.count += 1;
      this.#visit(statement, undefined);
    }
  }

  #visit(value: Json, scope: Scope | undefined): void {
    if (Array.isArray(value)) for (const item of value as readonly Json[]) this.#visit(item, scope);
    if (!isJsonObject(value)) return;
    const inner = this.#withScope(value["withClause"], scope);
    this.#structure(value);
    for (const [key, member] of Object.entries(value)) {
      // Locked relations are aliases of what FROM names.
      if (key === "withClause" || key === "lockedRels") continue;
      if (isJsonObject(member) && /^[A-Z]/.test(key)) this.#node(key, member, inner);
      else if (isInsertedValues(key, member, value)) this.#values(member, inner);
      else this.#visit(member, inner);
    }
  }

  /** A node under its type. */
  #node(type: string, fields: JsonObject, scope: Scope | undefined): void {
    if (type === "RangeVar") {
      if (!isQueryName(fields, scope)) this.#facts.tables.push(tableName(fields));
      return;
    }
    if (!type.endsWith("Stmt")) {
      if (type === "A_Expr") this.#operator(fields["name"]);
      if (type === "RangeTableSample") this.#sample(fields["method"]);
      // `('x').f` and `(a).f` are fields, or else the call f('x'): only the database knows.
      if (type === "A_Indirection")
        for (const name of namesIn(fields["indirection"])) this.#function([name]);
      return this.#visit(fields, scope);
    }
    const runs = this.#runs;
    this.#statement(type, fields);
    if (type === "ExplainStmt" && !analyzes(fields)) this.#runs = false;
    this.#visit(fields, scope);
    this.#runs = runs;
  }

  #statement(type: string, fields: JsonObject): void {
    const facts = this.#facts;
    const kind = kindOf(type, fields);
    facts.kinds.add(kind);
    if (!READING_KINDS.has(kind)) this.#write(TRUE);
    if ((kind === "update" || kind === "delete") && !restrictsRows(fields["whereClause"]))
      facts.unfiltered = TRUE;
    if (kind === "merge" && !mergesSomeRows(fields)) facts.unfiltered = TRUE;
    const dropped = type === "DropStmt" ? droppedTables(fields) : undefined;
    if (dropped === undefined) this.#hide(hidesTables(type, kind, fields));
    else facts.tables.push(...dropped);
    if (OPAQUE_KINDS.has(kind)) facts.hidden = true;
    if (fields["removeType"] === "OBJECT_SCHEMA")
      for (const schema of namesIn(fields["objects"])) facts.schemas.push([schema]);
    if (typeof fields["schemaname"] === "string") facts.schemas.push([fields["schemaname"]]);
  }

  /** What the members of any object, with or without its type, say. */
  #structure(value: JsonObject): void {
    if (value["intoClause"] !== undefined) {
      this.#facts.kinds.add("select_into");
      this.#write(TRUE);
    }
    if (value["lockingClause"] !== undefined) this.#write(TRUE);
    // What a statement writes to is never a query that WITH named.
    if (typeof value["relname"] === "string") this.#facts.tables.push(tableName(value));
    if (Array.isArray(value["funcname"])) this.#function(namesIn(value["funcname"]));
    this.#operator(value["operName"]);
    this.#operator(value["useOp"]);
  }

  #withScope(clause: Json | undefined, outer: Scope | undefined): Scope | undefined {
    if (!isJsonObject(clause)) return outer;
    const scope: Scope = { names: new Set(), outer };
    const queries = queriesOf(clause);
    // A recursive query sees all of them, another only those before it.
    if (clause["recursive"] === true) for (const { name } of queries) scope.names.add(name);
    for (const { name, query } of queries) {
      this.#visit(query, scope);
      scope.names.add(name);
    }
    return scope;
  }

  /** The rows of an INSERT, which are not a statement of their own. */
  #values(value: Json, scope: Scope | undefined): void {
    const select = isJsonObject(value) ? value["SelectStmt"] : undefined;
    if (select !== undefined) this.#visit(select, scope);
  }

  #function(name: Name): void {
    const facts = this.#facts;
    const plain = name[0] === "pg_catalog" ? name.slice(1) : name;
    facts.functions.push(plain);
    const last = plain.at(-1) ?? "";
    const effect = effectOf(last, this.#dialect);
    // One of the same name in another schema is another function.
    const reads = effect === "reads" && plain.length === 1;
    if (!reads) {
      this.#write(effect === "changes" ? TRUE : UNCERTAIN);
      this.#hide(reachesTables(last) ? TRUE : UNCERTAIN);
      if (reachesTables(last)) facts.hidden = true;
      if (effect !== "changes") facts.doubt ??= `it calls ${last}, of which nothing is known`;
    }
  }

  /** An operator of a schema of its own calls a function that nobody knows. */
  #operator(name: Json | undefined): void {
    const names = namesIn(name);
    if (names.length < 2 || names[0] === "pg_catalog") return;
    this.#facts.doubt ??= `it uses the operator ${names.join(".")}, of which nothing is known`;
    this.#facts.functions.push(names);
    this.#write(UNCERTAIN);
    this.#hide(UNCERTAIN);
  }

  #sample(method: Json | undefined): void {
    const name = namesIn(method);
    if (!["bernoulli", "system"].includes(name.join("."))) this.#function(name);
  }

  #write(truth: Truth): void {
    if (this.#runs || truth === UNCERTAIN) this.#facts.writes = larger(this.#facts.writes, truth);
  }

  #hide(truth: Truth): void {
    this.#facts.hiddenTables = larger(this.#facts.hiddenTables, truth);
  }
}

const larger = (one: Truth, other: Truth): Truth => (one > other ? one : other);

function isQueryName(table: JsonObject, scope: Scope | undefined): boolean {
  if (table["schemaname"] !== undefined || typeof table["relname"] !== "string") return false;
  for (let at = scope; at !== undefined; at = at.outer)
    if (at.names.has(table["relname"])) return true;
  return false;
}
