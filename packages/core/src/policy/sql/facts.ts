import { FALSE, type Truth } from "../truth.ts";

/** A table or function as SQL names it: its schemas, if any, and its name, folded as the database does. */
export type Name = readonly string[];

/** What the SQL of a call does, as far as it stands there. */
export interface SqlFacts {
  /** Statements that are not part of another. */
  count: number;
  /** The kind of every statement, at any depth. */
  readonly kinds: Set<string>;
  readonly tables: Name[];
  readonly functions: Name[];
  /** Schemas that statements on schemas themselves name. */
  readonly schemas: Name[];
  /** Whether data, session, server or files may change. */
  writes: Truth;
  /** Whether every row of a table may change, for want of a WHERE that restricts. */
  unfiltered: Truth;
  /** Whether tables are touched that are not in `tables`; uncertain where what else is done might. */
  hiddenTables: Truth;
  /** Whether something is run that does not stand here: a procedure, a prepared statement, SQL given as text. */
  hidden: boolean;
  /** Why something is uncertain, in words that follow "because". */
  doubt: string | undefined;
}

/** The facts of no SQL at all, to add to. */
export function noFacts(): SqlFacts {
  return {
    count: 0,
    kinds: new Set(),
    tables: [],
    functions: [],
    schemas: [],
    writes: FALSE,
    unfiltered: FALSE,
    hiddenTables: FALSE,
    hidden: false,
    doubt: undefined,
  };
}
