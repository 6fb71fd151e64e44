import { AuditError, type Commit, type Insertions } from "@capfence/core";
import { Announcer } from "./announcer.ts";
import { entryColumns } from "./entry-rows.ts";
import { FetchedState } from "./fetched-state.ts";
import { reasonOf } from "./reason.ts";
import type { SqlCall, SqlClient, SqlWriter } from "./sql-client.ts";
import { lockSql, readsColumns } from "./state-reads.ts";
import { versionColumns } from "./state-rows.ts";
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
    const asked = performance.now();
    await this.#options.client.write(async (writer) => {
      const announced = this.#announcer.begin();
      const channel = announced ? this.#options.channel : "";
      await this.#storing((given) =>
        readsNothing(commit)
          ? this.#insert(writer, commit, channel, given)
          : this.#readAndInsert(writer, { ...commit, asked }, channel, given),
      );
      if (!announced) this.#announcer.committedQuietly();
    });
  }

  /** Wakes the followers of the last commits. */
  async close(): Promise<void> {
    await this.#announcer.flush();
  }

  /** One statement, in one round trip. */
  async #insert(writer: SqlWriter, commit: Commit, channel: string, given: Given): Promise<void> {
    const nothing = new FetchedState(commit.reads, []);
    await writer.query(...given(() => this.#insertion(commit.insertions(nothing), channel)));
  }

  async #readAndInsert(
    writer: SqlWriter,
    { reads, insertions, asked }: Commit & { readonly asked: number },
    channel: string,
    given: Given,
  ): Promise<void> {
    const { schema, statements } = this.#options;
    await writer.transaction(lockSql(schema, reads), async (query) => {
      // A statement of its own, so that it sees what was committed while the locks were waited for.
      const rows = await query(statements.read, readsColumns(reads, performance.now() - asked));
      const state = new FetchedState(reads, rows);
      return given(() => this.#insertion(insertions(state), channel));
    });
  }

  #insertion({ versions, entries }: Insertions, channel: string): SqlCall {
    const { append, appendWithVersions } = this.#options.statements;
    const columns = [...entryColumns(entries), channel];
    return versions.length === 0
      ? [append, columns]
      : [appendWithVersions, [...columns, ...versionColumns(versions)]];
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

function readsNothing({ reads }: Commit): boolean {
  return [reads.ids, reads.keys, reads.times].every((asked) => asked.length === 0);
}
