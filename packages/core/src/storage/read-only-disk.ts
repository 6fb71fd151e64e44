import { accessSync, constants } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { isFile } from "#platform";
import { AuditError } from "../errors.ts";

/** SQLite's result code where it could not make the files it shares with other processes: SQLITE_CANTOPEN. */
const CANNOT_OPEN = 14;

/** Connects to a file that may be on a read-only disk, such as a copy kept as evidence. */
export function connectToRead(file: string, connect: (file: string) => DatabaseSync): DatabaseSync {
  const database = connect(file);
  try {
    database.exec("PRAGMA schema_version");
    return database;
  } catch (cause) {
    database.close();
    if (!isOnReadOnlyDisk(file)) throw cause;
    if (isFile(`${file}-wal`))
      throw new AuditError(
        `its write-ahead log cannot be read on a read-only disk (${String(cause)}); copy both files to another one`,
        { cause },
      );
    if ((cause as { readonly errcode?: unknown }).errcode !== CANNOT_OPEN) throw cause;
    // Nobody can write it, so that SQLite needs no file beside it to coordinate with writers.
    const url = pathToFileURL(file);
    url.searchParams.set("immutable", "1");
    return connect(url.href);
  }
}

function isOnReadOnlyDisk(file: string): boolean {
  try {
    accessSync(dirname(file), constants.W_OK);
    return false;
  } catch (error) {
    return (error as { readonly code?: unknown }).code === "EROFS";
  }
}
