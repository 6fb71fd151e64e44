import { describe, expect, it } from "vitest";
import { CommandFailure } from "../command-failure.ts";
import { isPostgresUrl, readPostgresUrl } from "./postgres-url.ts";

describe("the URL of a log in PostgreSQL", () => {
  it("is told from a file", () => {
    for (const url of ["postgres://host/db", "POSTGRESQL://host/db", "postgres:user"])
      expect(isPostgresUrl(url)).toBe(true);
    for (const file of ["audit.db", "postgres.db", "./postgres:", "C:\\postgres"])
      expect(isPostgresUrl(file)).toBe(false);
  });

  it("gives what connects, the schema, and a name without the password", () => {
    expect(
      readPostgresUrl("postgres://me:p%40ss@db:5433/audit?schema=my%20log&sslmode=disable"),
    ).toEqual({
      connectionString: "postgres://me:p%40ss@db:5433/audit?sslmode=disable",
      schema: "my log",
      name: "postgres://me@db:5433/audit?schema=my%20log&sslmode=disable",
    });
    expect(readPostgresUrl("postgres:///audit?host=/run/pg")).toEqual({
      connectionString: "postgres:///audit?host=%2Frun%2Fpg",
      name: "postgres:///audit?host=/run/pg",
    });
    expect(readPostgresUrl("postgres://db/audit?password=secret").name).toBe("postgres://db/audit");
  });

  it.each([
    "postgres://me:sec/ret@db/audit",
    "postgres://me:1/secret@db/audit",
    "postgres://me:1?secret@db/audit",
    "postgres://me:1#secret@db/audit",
    "postgres://me:secret@db/audit#secret",
    "postgres:me:secret@db/audit",
    "postgres:secret",
  ])("is refused without being quoted where it is torn: %s", (url) => {
    let failure: unknown;
    try {
      readPostgresUrl(url);
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(CommandFailure);
    expect((failure as Error).message).toMatch(/^the URL of the log cannot be read; write /);
    expect((failure as Error).message).not.toMatch(/sec|ret@/);
  });
});
