import type { StorageEngine } from "@capfence/core";
import { anchorsFromEnvironment } from "@capfence/core/anchors";
import { SqliteStorage } from "@capfence/core/sqlite";
import { notifiersFromEnvironment } from "@capfence/core/webhook";
import type { OpenStorage } from "@capfence/mcp/gateway";
import { loadPostgres } from "../log/load-postgres.ts";
import { cannotOpen } from "../log/open-log.ts";
import { signingOf } from "../log/open-trail.ts";
import { isPostgresUrl, readPostgresUrl } from "../log/postgres-url.ts";
import type { Terminal } from "../terminal.ts";

/** Opens a log and makes it where there is none, signed and anchored as that of the state folder would be. */
export async function openGatewayStorage(place: string, terminal: Terminal): Promise<OpenStorage> {
  const storage = await opened(place);
  const notifiers = notifiersFromEnvironment();
  const signing = signingOf({ auditLog: place }, terminal);
  const anchors = anchorsFromEnvironment(storage.location);
  return {
    options: { storage, audit: { ...signing, anchors }, notifiers },
    close: async () => {
      for (const notifier of notifiers) await notifier.close?.();
      await storage.close();
    },
  };
}

async function opened(place: string): Promise<StorageEngine> {
  if (!isPostgresUrl(place)) {
    try {
      return SqliteStorage.open(place);
    } catch (cause) {
      throw cannotOpen(cause);
    }
  }
  const { name: _name, ...settings } = readPostgresUrl(place);
  const { PostgresStorage } = await loadPostgres();
  try {
    return await PostgresStorage.open(settings);
  } catch (cause) {
    throw cannotOpen(cause);
  }
}
