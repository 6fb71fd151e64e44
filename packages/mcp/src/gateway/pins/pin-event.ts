/** Something about pinned tools that an operator should know of. */
export interface PinEvent {
  /**
   * A tool that is hidden and denied: `new`, `changed` or `unusable`; one that is `missing`; an upstream that was
   * `taken` at its first use; or a lock `file` that cannot be read or written.
   */
  readonly kind: "new" | "changed" | "unusable" | "missing" | "taken" | "file";
  readonly upstream?: string;
  readonly tool?: string;
  readonly digest?: string;
  /** Why, and how to mend it. */
  readonly message: string;
}
