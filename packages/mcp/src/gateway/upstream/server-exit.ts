import { constants } from "node:os";

/** The process of a server has ended by itself. */
export class ServerExit extends Error {
  override readonly name = "ServerExit";
  /** What a shell would say of it: its exit code, or 128 and the number of the signal that ended it. */
  readonly exitCode: number;

  constructor(exitCode: number | null, signal: NodeJS.Signals | null) {
    super(
      signal === null
        ? `the server has exited with code ${exitCode}`
        : `the server was ended by ${signal}`,
    );
    this.exitCode = signal === null ? (exitCode ?? 0) : 128 + constants.signals[signal];
  }
}
