import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { ConfigurationError } from "@capfence/core";
import type { PoolConfig } from "pg";
import { parse } from "pg-connection-string";

/** How a connection is encrypted; the server's certificate and its name are always checked. */
export interface TlsSettings {
  /** Who signed the server's certificate, in PEM; the host's own list where it is not given. */
  readonly ca?: string;
  /** The certificate and key this side shows, in PEM. */
  readonly cert?: string;
  readonly key?: string;
  /** The name in the server's certificate, where that is not its host name. */
  readonly servername?: string;
}

/** How to reach a server. What is not given comes from the `PG…` environment variables, as everywhere. */
export interface ConnectionSettings {
  /** `postgres://user@host:port/database?sslmode=verify-full`; the settings below go before it. */
  readonly connectionString?: string;
  /** A host name, or the folder of a Unix socket. */
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly user?: string;
  readonly password?: string | (() => string | Promise<string>);
  /** On for every host but this machine where it is not given; `false` turns it off. */
  readonly tls?: boolean | TlsSettings;
  /** How many connections read at once, beside the one that commits and the one that listens; 4 where it is not given. */
  readonly readConnections?: number;
  /** How long to wait for a connection, in milliseconds; 10,000 where it is not given. */
  readonly connectionTimeout?: number;
}

/** What `pg` is to be told. */
export function poolConfig(settings: ConnectionSettings & { queryTimeout: number }): PoolConfig {
  const { connectionString, readConnections = 4, connectionTimeout = 10_000 } = settings;
  const given = connectionString === undefined ? {} : readConnectionString(connectionString);
  const host = settings.host ?? given.host ?? process.env["PGHOST"] ?? "localhost";
  const { port = given.port, database = given.database, user = given.user } = settings;
  const password = settings.password ?? given.password;
  return {
    host,
    ...(port === undefined ? {} : { port }),
    ...(database === undefined ? {} : { database }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ssl: tlsOptions(settings.tls ?? given.tls ?? !isThisMachine(host)),
    // One commits, one listens.
    max: atLeastOne("readConnections", readConnections) + 2,
    connectionTimeoutMillis: atLeastOne("connectionTimeout", connectionTimeout),
    query_timeout: atLeastOne("queryTimeout", settings.queryTimeout),
    keepAlive: true,
    pipeline: true,
    application_name: "capfence",
  };
}

function tlsOptions(tls: boolean | TlsSettings): NonNullable<PoolConfig["ssl"]> {
  if (tls === false) return false;
  const { ca, cert, key, servername } = tls === true ? {} : tls;
  return {
    rejectUnauthorized: true,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(servername === undefined ? {} : { servername }),
  };
}

/** The parts of a connection string; TLS is read here, since libpq's words for it mean other things elsewhere. */
function readConnectionString(text: string): {
  -readonly [Key in keyof ConnectionSettings]?: ConnectionSettings[Key];
} {
  const url = URL.parse(text);
  if (url === null || !["postgres:", "postgresql:"].includes(url.protocol))
    throw new ConfigurationError(
      "the connection string is not a URL like postgres://user@host:5432/database",
    );
  const file = (name: string): string | undefined => {
    const path = url.searchParams.get(name);
    return path === null ? undefined : readFileSync(path, "utf8");
  };
  const ca = file("sslrootcert");
  const cert = file("sslcert");
  const key = file("sslkey");
  const tls = tlsOf(url.searchParams.get("sslmode"), {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
  });
  for (const name of ["sslmode", "sslrootcert", "sslcert", "sslkey"]) url.searchParams.delete(name);
  const unknown = [...url.searchParams.keys()].find((name) => name !== "host" && name !== "port");
  if (unknown !== undefined)
    throw new ConfigurationError(
      `the connection string has the parameter "${unknown}", which CapFence does not read; leave it out`,
    );
  const { host, port, database, user, password } = parse(url.href);
  return {
    ...(host ? { host } : {}),
    ...(port ? { port: Number(port) } : {}),
    ...(database ? { database } : {}),
    ...(user ? { user } : {}),
    ...(password ? { password } : {}),
    ...(tls === undefined ? {} : { tls }),
  };
}

function tlsOf(mode: string | null, files: TlsSettings): boolean | TlsSettings | undefined {
  if (mode === "disable") return false;
  if (mode === "verify-full") return files;
  if (mode === null) return Object.keys(files).length === 0 ? undefined : files;
  throw new ConfigurationError(
    `sslmode "${mode}" does not say who the server is; use verify-full, or disable for no encryption`,
  );
}

/** Whether a connection to a host never leaves this machine. */
function isThisMachine(host: string): boolean {
  if (host.startsWith("/") || host === "localhost" || host === "::1" || host === "[::1]")
    return true;
  return isIP(host) === 4 && host.startsWith("127.");
}

function atLeastOne(name: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new ConfigurationError(`${name} must be a whole number of at least 1, not ${value}`);
}
