import { expect, it } from "vitest";
import type { JsonObject } from "../../encoding/json.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { hidesTables } from "./hidden-tables.ts";
import { kindOf } from "./statement-kinds.ts";

it.each<[string, JsonObject, string, Truth]>([
  ["SelectStmt", {}, "select", FALSE],
  ["SelectStmt", { intoClause: {} }, "select_into", FALSE],
  ["InsertStmt", { intoClause: {} }, "insert", FALSE],
  ["TruncateStmt", {}, "truncate", FALSE],
  ["CallStmt", {}, "call", TRUE],
  ["FetchStmt", {}, "fetch", TRUE],
  ["CommentStmt", {}, "comment", TRUE],
  ["AlterTableMoveAllStmt", {}, "alter", TRUE],
  ["AlterTableStmt", {}, "alter", UNCERTAIN],
  ["RenameStmt", {}, "alter", UNCERTAIN],
  ["DropStmt", {}, "drop", TRUE],
  ["CreateStmt", {}, "create", UNCERTAIN],
  ["ViewStmt", {}, "create", UNCERTAIN],
  ["VacuumStmt", { is_vacuumcmd: true }, "vacuum", TRUE],
  ["VacuumStmt", { is_vacuumcmd: true, rels: [] }, "vacuum", UNCERTAIN],
  ["VacuumStmt", {}, "analyze", TRUE],
  ["ClusterStmt", { relation: {} }, "cluster", UNCERTAIN],
  ["ClusterStmt", {}, "cluster", TRUE],
  ["GrantStmt", { is_grant: true }, "grant", UNCERTAIN],
  ["GrantStmt", { is_grant: false }, "revoke", UNCERTAIN],
  ["GrantRoleStmt", { is_grant: true }, "grant", UNCERTAIN],
  ["GrantRoleStmt", {}, "revoke", UNCERTAIN],
  ["GrantStmt", { is_grant: true, targtype: "ACL_TARGET_ALL_IN_SCHEMA" }, "grant", TRUE],
  ["UnheardOfStmt", {}, "other", TRUE],
  ["constructor", {}, "other", TRUE],
])(
  "%s of %j is of the kind %s, and touches tables it does not name: %i",
  (type, fields, kind, truth) => {
    expect(kindOf(type, fields)).toBe(kind);
    expect(hidesTables(type, kind, fields)).toBe(truth);
  },
);
