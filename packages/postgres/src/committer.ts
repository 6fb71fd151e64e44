import { AuditError, type Commit } from "@capfence/core";
import { Announcer } from "./announcer.ts";
import { ApprovalChanges, lockSql, subjectsOf } from "./approval-changes.ts";
import { entryColumns } from "./entry-rows.ts";
import { reasonOf } from "./reason.ts";
import type { SqlClient, SqlWriter } from "./sql-client.ts";
import type { Statements } from "./statements.ts";

/** What commits are made with. */
export interface CommitterOptions {
  readonly client: SqlClient;
  readonly schema: string;
  readonly statements: Statements;
  /** The channel followers listen to. */
  readonly channel: string;
  /** Names the place in messages. */
  readonly location: string;
}

/** Runs what the caller of a commit gave; its failures are passed on as they are. */
type Given = <Result>(make: () => Result) => Result;

/** Makes commits durable, one after the other. One that fails is never tried again: what became of it may be unknown. */
export class Committer {
  readonly #options: CommitterOptions;
  readonly #announcer: Announcer;

  constructor(options: CommitterOptions) {
    const { client, statements, channel } = options;
    this.#options = options;
    this.#announcer = new Announcer(() => client.read(statements.announce, [channel]));
  }

  async commit(commit: Commit): Promise<void> {
    await this.#options.client.write(async (writer) => {
      const announced = this.#announcer.begin();
      const channel = announced ? this.#options.channel : "";
      await this.#storing((given) =>
        commit.transitions.length === 0
          ? this.#append(writer, commit, channel, given)
          : this.#appendWithChanges(writer, commit, channel, given),
      );
      if (!announced) this.#announcer.committedQuietly();
    });
  }

  /** Wakes the followers of the last commits. */
  async close(): Promise<void> {
    await this.#announcer.flush();
  }

  /** One statement, in one round trip. */
  async #append(writer: SqlWriter, commit: Commit, channel: string, given: Given): Promise<void> {
    const columns = given(() => entryColumns(commit.entries([])));
    const { append } = this.#options.statements;
    await writer.query(append, [...columns, channel]);
  }

  async #appendWithChanges(
    writer: SqlWriter,
    { transitions, entries }: Commit,
    channel: string,
    given: Given,
  ): Promise<void> {
    const subjects = subjectsOf(transitions);
    const { schema, statements } = this.#options;
    await writer.transaction(lockSql(schema, subjects), async (query) => {
      // A statement of its own, so that it sees what was committed while the locks were waited for.
      const rows = await query(statements.currentRequests, [subjects.ids, subjects.digests]);
      const changes = new ApprovalChanges(rows);
      const applied = given(() => transitions.map((transition) => changes.apply(transition)));
      const columns = given(() => entryColumns(entries(applied)));
      return [statements.appendWithChanges, [...columns, channel, ...changes.columns()]];
    });
  }

  async #storing(store: (given: Given) => Promise<void>): Promise<void> {
    let failure: { readonly error: unknown } | undefined;
    const given: Given = (make) => {
      try {
        return make();
      } catch (error) {
        failure = { error };
        throw error;
      }
    };
    try {
      await store(given);
    } catch (cause) {
      if (failure !== undefined) throw failure.error;
      const reason = reasonOf(cause);
      throw new AuditError(`cannot commit to "${this.#options.location}": ${reason}`, { cause });
    }
  }
}
