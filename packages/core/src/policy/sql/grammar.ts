import type { Json } from "../../encoding/json.ts";
import { ConfigurationError } from "../../errors.ts";

/** PostgreSQL's grammar as the library gives it. */
interface GrammarModule {
  loadModule(): Promise<void>;
  parseSync(text: string): unknown;
}

/**
 * PostgreSQL's own grammar, compiled to WebAssembly, which can only be loaded asynchronously.
 *
 * It is loaded when a policy needs it, once for all policies; until then, asking it is an error, so that no call is
 * judged differently for having come early.
 */
export class SqlGrammar {
  readonly #import: () => Promise<GrammarModule>;
  #module: GrammarModule | undefined;
  #loading: Promise<void> | undefined;
  #failure: ConfigurationError | undefined;

  constructor(load: () => Promise<GrammarModule>) {
    this.#import = load;
  }

  /** Loads the grammar; undefined once it is there. Rejects with `ConfigurationError`, for good, if it cannot be. */
  load(): Promise<void> | undefined {
    if (this.#module !== undefined) return undefined;
    if (this.#loading === undefined) {
      this.#loading = this.#load();
      // Whoever awaits it is told; nobody has to.
      this.#loading.catch(() => undefined);
    }
    return this.#loading;
  }

  /**
   * The statements of a text, or undefined where it is not SQL. Bound the text before: see `isParseable`.
   * Throws `ConfigurationError` where the grammar is not loaded or has failed.
   */
  parse(text: string): readonly Json[] | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#module === undefined)
      throw new ConfigurationError(
        "the SQL grammar is not loaded yet; await capabilitySystem.ready() before the first decision",
      );
    try {
      const { stmts = [] } = this.#module.parseSync(text) as { readonly stmts?: readonly Json[] };
      return stmts;
    } catch (cause) {
      if (cause instanceof Error && cause.name === "SqlError") return undefined;
      // After a trap or an overflow its memory cannot be trusted, and what it would say of other calls neither.
      this.#failure = new ConfigurationError(
        "the SQL grammar failed and is not asked again; start the process anew",
        { cause },
      );
      throw this.#failure;
    }
  }

  async #load(): Promise<void> {
    try {
      const module = await this.#import();
      await module.loadModule();
      // The first parse compiles; better here than in the first decision.
      module.parseSync("select a from b where c = 1");
      this.#module = module;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#failure = new ConfigurationError(`cannot load the SQL grammar: ${reason}`, { cause });
      throw this.#failure;
    }
  }
}

/** The grammar of this process. Its state is that of a cache: it is there or not yet there. */
export const sqlGrammar: SqlGrammar = new SqlGrammar(() => import("libpg-query"));
