import type { JsonObject } from "../../encoding/json.ts";

/** Kinds of statements by the grammar's node for them; names are PostgreSQL's commands, in one word. */
const KINDS: Readonly<Record<string, string>> = {
  SelectStmt: "select",
  InsertStmt: "insert",
  UpdateStmt: "update",
  DeleteStmt: "delete",
  MergeStmt: "merge",
  ExplainStmt: "explain",
  VariableShowStmt: "show",
  VariableSetStmt: "set",
  ConstraintsSetStmt: "set",
  AlterSystemStmt: "alter_system",
  CopyStmt: "copy",
  DoStmt: "do",
  CallStmt: "call",
  TransactionStmt: "transaction",
  PrepareStmt: "prepare",
  ExecuteStmt: "execute",
  DeallocateStmt: "deallocate",
  DeclareCursorStmt: "declare",
  FetchStmt: "fetch",
  ClosePortalStmt: "close",
  TruncateStmt: "truncate",
  LockStmt: "lock",
  GrantStmt: "grant",
  GrantRoleStmt: "grant",
  CommentStmt: "comment",
  SecLabelStmt: "security_label",
  VacuumStmt: "vacuum",
  ClusterStmt: "cluster",
  ReindexStmt: "reindex",
  CheckPointStmt: "checkpoint",
  DiscardStmt: "discard",
  ListenStmt: "listen",
  UnlistenStmt: "unlisten",
  NotifyStmt: "notify",
  LoadStmt: "load",
  RefreshMatViewStmt: "refresh",
  ImportForeignSchemaStmt: "import",
  ReassignOwnedStmt: "reassign",
  RenameStmt: "alter",
  ViewStmt: "create",
  IndexStmt: "create",
  RuleStmt: "create",
  DefineStmt: "create",
  CompositeTypeStmt: "create",
  // SELECT INTO makes a table, so a rule that means SELECT must not mean it.
  SelectIntoStmt: "select_into",
};

/** Every kind a policy may name. */
export const STATEMENT_KINDS: readonly string[] = [
  ...new Set([...Object.values(KINDS), "alter", "analyze", "create", "drop", "revoke"]),
].toSorted();

/** The kind of a statement; `other` where the grammar knows it and this table does not. */
export function kindOf(node: string, fields: JsonObject): string {
  if (node === "SelectStmt" && fields["intoClause"] !== undefined) return "select_into";
  if ((node === "GrantStmt" || node === "GrantRoleStmt") && fields["is_grant"] !== true)
    return "revoke";
  if (node === "VacuumStmt" && fields["is_vacuumcmd"] !== true) return "analyze";
  const known = Object.hasOwn(KINDS, node) ? KINDS[node] : undefined;
  if (known !== undefined) return known;
  const [, verb] = /^(Alter|Create|Drop)/.exec(node) ?? [];
  return verb === undefined ? "other" : verb.toLowerCase();
}

/** Kinds that by themselves change nothing, neither data nor the session. */
export const READING_KINDS: ReadonlySet<string> = new Set(["select", "explain", "show"]);

/** Kinds that run what does not stand in them. */
export const OPAQUE_KINDS: ReadonlySet<string> = new Set("do call execute other".split(" "));
