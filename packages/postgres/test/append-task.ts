/** What a process that appends records is told. */
export interface AppendTask {
  readonly connectionString: string;
  readonly schema: string;
  /** The private key that signs. */
  readonly key: string;
  /** What the records are named for. */
  readonly name: string;
  readonly count: number;
}
