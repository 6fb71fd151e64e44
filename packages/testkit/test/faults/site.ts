import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { generateSignerKey, readSignerKey, type SignerKey } from "@capfence/core/tlog";

/** Where everything of one guarded program is. Plain data: child processes are told it. */
export interface Site {
  /** The folder of all that follows, unless it is said to be elsewhere. */
  readonly folder: string;
  readonly engine: string;
  /** What the engine opens. */
  readonly place: string;
  /** Where the head folder is: outside the log's. */
  readonly heads: string;
  /** What the guarded tool appends to. */
  readonly effects: string;
  /** The file of the signer's key. */
  readonly key: string;
}

/** A new site on SQLite; `parts` says what is to be elsewhere. */
export function newSite(parts: Partial<Site> = {}): Site {
  const folder = mkdtempSync(join(tmpdir(), "capfence-faults-"));
  const site = { ...siteIn(folder), ...parts };
  mkdirSync(logFolder(site), { recursive: true });
  writeFileSync(site.effects, "");
  writeFileSync(site.key, generateSignerKey("faults.example"), { mode: 0o600 });
  return site;
}

/** The same as it is now, in a place of its own: what happens to one does not happen to the other. */
export function copySite(site: Site): Site {
  const folder = mkdtempSync(join(tmpdir(), "capfence-faults-"));
  cpSync(site.folder, folder, { recursive: true });
  return siteIn(folder);
}

/** The same with a copy of the log's files, without the one that SQLite makes anew, in another folder. */
export function copyLog(site: Site): Site {
  const copied = mkdtempSync(join(site.folder, "copied-"));
  cpSync(logFolder(site), copied, {
    recursive: true,
    filter: (path) => !path.endsWith("-shm"),
  });
  return { ...site, place: join(copied, basename(site.place)) };
}

/** Takes a site away. */
export function removeSite({ folder }: Site): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The folder of the log. */
export function logFolder({ place }: Site): string {
  return join(place, "..");
}

/** The key that signs the site's logs. */
export function signerOf({ key }: Site): SignerKey {
  return readSignerKey(readFileSync(key, "utf8"));
}

function siteIn(folder: string): Site {
  return {
    folder,
    engine: "sqlite",
    place: join(folder, "log", "audit.db"),
    heads: join(folder, "heads"),
    effects: join(folder, "effects.txt"),
    key: join(folder, "signing.key"),
  };
}
