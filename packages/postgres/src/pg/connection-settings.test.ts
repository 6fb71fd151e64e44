import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { type ConnectionSettings, poolConfig } from "./connection-settings.ts";

const config = (settings: ConnectionSettings) => poolConfig({ queryTimeout: 30_000, ...settings });
const url = (rest: string): ConnectionSettings => ({ connectionString: `postgres://${rest}` });
const checked = { rejectUnauthorized: true };

describe("poolConfig", () => {
  it.each([
    ["another host", url("app@db.example/audit"), checked],
    ["this machine", url("app@localhost/audit"), false],
    ["this machine by address", url("app@127.0.0.1/audit"), false],
    ["this machine by its IPv6 address", url("app@[::1]/audit"), false],
    ["a socket", { host: "/var/run/postgresql" }, false],
    ["a name that only begins like this machine", url("app@127.0.0.1.example/audit"), checked],
    ["a host in a parameter", url("/audit?host=db.example"), checked],
    [
      "a host beside a connection string",
      { ...url("app@localhost/audit"), host: "db.example" },
      checked,
    ],
    ["verify-full", url("app@localhost/audit?sslmode=verify-full"), checked],
    ["disable", url("app@db.example/audit?sslmode=disable"), false],
    ["tls: true on this machine", { ...url("app@localhost/audit"), tls: true }, checked],
    [
      "tls: false over verify-full",
      { ...url("app@db.example/audit?sslmode=verify-full"), tls: false },
      false,
    ],
    [
      "a certificate authority",
      { host: "localhost", tls: { ca: "CA", servername: "db" } },
      { ...checked, ca: "CA", servername: "db" },
    ],
  ] satisfies readonly (readonly [string, ConnectionSettings, unknown])[])(
    "encrypts as it should for %s",
    (_, settings, ssl) => {
      expect(config(settings).ssl).toEqual(ssl);
    },
  );

  it("reads the files that a connection string names", () => {
    const folder = mkdtempSync(join(tmpdir(), "capfence-tls-"));
    writeFileSync(join(folder, "ca.pem"), "CA");
    const { ssl } = config(url(`app@localhost/audit?sslrootcert=${folder}/ca.pem`));
    expect(ssl).toEqual({ ...checked, ca: "CA" });
    rmSync(folder, { recursive: true });
  });

  it.each(["require", "prefer", "allow", "verify-ca", "no-verify", "nonsense"])(
    "refuses sslmode=%s, which does not say who the server is",
    (mode) => {
      expect(() => config(url(`app@db.example/audit?sslmode=${mode}`))).toThrow(ConfigurationError);
    },
  );

  it.each([
    [url("app@localhost/audit?ssl=true"), 'the parameter "ssl"'],
    [url("app@localhost/audit?options=-c%20fsync%3Doff"), 'the parameter "options"'],
    [{ connectionString: "host=localhost dbname=audit" }, "is not a URL"],
    [{ connectionString: "mysql://localhost/audit" }, "is not a URL"],
    [{ readConnections: 0 }, "readConnections must be"],
    [{ connectionTimeout: Number.NaN }, "connectionTimeout must be"],
  ])("refuses %j", (settings, words) => {
    expect(() => config(settings)).toThrow(words);
  });

  it("takes a connection string apart, and lets other settings go before it", () => {
    const settings = url("app:pass%20word@localhost:6543/audit");
    expect(config(settings)).toMatchObject({
      host: "localhost",
      port: 6543,
      database: "audit",
      user: "app",
      password: "pass word",
      max: 6,
      connectionTimeoutMillis: 10_000,
      query_timeout: 30_000,
    });
    const other = { port: 1, database: "d", user: "u", password: "p", readConnections: 1 };
    expect(config({ ...settings, ...other })).toMatchObject({
      port: 1,
      database: "d",
      user: "u",
      password: "p",
      max: 3,
    });
  });

  it("never shows a password in a message", () => {
    expect(() => config(url("app:secret@db/audit?sslmode=require"))).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("secret") }),
    );
  });
});
