/** A record as it is stored: whose log it is in, its place there, and its exact text. */
export interface AuditEntry {
  /** 16 lower-case hex digits; a writer is one opened trail. */
  readonly writer: string;
  /** From 1 without gaps. */
  readonly seq: number;
  /** RFC 8785 JSON; the stored bytes are the hashed bytes. */
  readonly text: string;
}

/** What stands as `prev` in a writer's first record. */
export const NO_RECORD: string = "0".repeat(64);
