import type { JsonObject } from "@capfence/core";

/** What a call of a tool may do, by what its name, its description, its schema and its annotations mean. */
export type Effect =
  | "read"
  | "write"
  | "delete"
  | "execute"
  | "money"
  | "message"
  | "network"
  | "filesystem"
  | "secret";

/** One place for a value in the arguments of a tool. */
export interface Parameter {
  /** Its last name, `amount` for `payment.amount`; that of the list for the items of a list. */
  readonly name: string;
  /** Dotted names from the top, `items[]` for items. */
  readonly path: string;
  /** JSON pointer into the tool's definition, to the schema of the value. */
  readonly pointer: string;
  /** The schemas that a value may follow: several behind `anyOf`, `oneOf` or `$ref`; `{}` takes anything. */
  readonly schemas: readonly JsonObject[];
  readonly description: string;
  readonly isRequired: boolean;
}

/** What the server claims in `annotations`; a claim is evidence against it, and never for it. */
export interface Claims {
  readonly isReadOnly: boolean | undefined;
  readonly isDestructive: boolean | undefined;
  readonly isIdempotent: boolean | undefined;
  readonly isOpenWorld: boolean | undefined;
}

/** A tool with what its definition means. */
export interface ExaminedTool {
  readonly server: string;
  readonly name: string;
  /** `title` or `annotations.title`, or nothing. */
  readonly title: string;
  readonly description: string;
  readonly definition: JsonObject;
  readonly parameters: readonly Parameter[];
  readonly claims: Claims;
  readonly effects: ReadonlySet<Effect>;
}
