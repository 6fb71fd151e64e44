import { randomUUID } from "node:crypto";
import { ApprovalEngine, ApprovalNotifications, type StorageEngine } from "@capfence/core";
import { notifiersFromEnvironment } from "@capfence/core/webhook";
import type { LogOption } from "../log/log-place.ts";
import { openLogForWriting } from "../log/open-log.ts";
import { withTrail } from "../log/open-trail.ts";
import type { Terminal } from "../terminal.ts";

/**
 * Works with the approvals of a log that is open; what is said is recorded there, signed as the log is, and told to the
 * webhook that the environment names.
 */
export async function withEngine<Result>(
  storage: StorageEngine,
  option: LogOption,
  terminal: Terminal,
  work: (engine: ApprovalEngine) => Promise<Result>,
): Promise<Result> {
  const { clock } = terminal;
  const notifications = new ApprovalNotifications(notifiersFromEnvironment());
  try {
    return await withTrail(storage, option, terminal, (trail) =>
      work(new ApprovalEngine({ store: storage, trail, clock, newId: randomUUID, notifications })),
    );
  } finally {
    await notifications.close();
  }
}

/** As {@link withEngine}, for a log that is opened for it and closed afterwards. */
export async function withOpenedEngine<Result>(
  option: LogOption,
  terminal: Terminal,
  work: (engine: ApprovalEngine) => Promise<Result>,
): Promise<Result> {
  const storage = await openLogForWriting(option, terminal);
  try {
    return await withEngine(storage, option, terminal, work);
  } finally {
    await storage.close();
  }
}
