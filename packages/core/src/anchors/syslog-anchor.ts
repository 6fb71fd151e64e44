import { hostname } from "node:os";
import type { Anchor, PublishedCheckpoint } from "../audit/anchor.ts";
import { AuditError, ConfigurationError, messageOf } from "../errors.ts";
import { writeCheckpointLine } from "./checkpoint-line.ts";
import { sendDatagram, sendOverStream, type StreamTarget } from "./syslog-transport.ts";
import { timeText } from "../encoding/time-text.ts";

/** Where a syslog server listens: UDP (RFC 5426), or a stream with counted messages (RFC 6587, 3.4.1). */
export type SyslogTarget =
  | { readonly protocol: "udp"; readonly host: string; readonly port?: number }
  | { readonly protocol: "tcp"; readonly host: string; readonly port?: number }
  | { readonly protocol: "unix"; readonly path: string };

/** Where the messages go, and what they are called there. */
export interface SyslogAnchorOptions {
  readonly target: SyslogTarget;
  /** The facility's number; 13 ("log audit") where it is left out. */
  readonly facility?: number;
  /** The name of the application; `capfence` where it is left out. */
  readonly application?: string;
  /** Milliseconds since the Unix epoch; where it is left out, the server says when a message came. */
  readonly clock?: () => number;
  /** How long to wait for a stream to take a message; 10,000 where it is left out. */
  readonly timeoutMilliseconds?: number;
}

const TIMEOUT = 10_000;
const UDP_PORT = 514;
const TCP_PORT = 601;
const LOG_AUDIT = 13;
const HIGHEST_FACILITY = 23;
const NOTICE = 5;

/**
 * Sends each checkpoint to a syslog server (RFC 5424), as JSON in the message. Over a stream it fails where the server
 * does not take the message; UDP does not tell.
 */
export class SyslogAnchor implements Anchor {
  readonly name: string;
  readonly #options: SyslogAnchorOptions;

  /** Throws `ConfigurationError` for a place, a name or a number that cannot be used. */
  constructor(options: SyslogAnchorOptions) {
    const { target, facility = LOG_AUDIT, application = "capfence" } = options;
    const { timeoutMilliseconds = TIMEOUT } = options;
    if (!isFromTo(0, facility, HIGHEST_FACILITY))
      throw new ConfigurationError(`${facility} is not a facility of syslog; take one of 0 to 23`);
    if (!/^[!-~]{1,48}$/.test(application))
      throw new ConfigurationError(
        `"${application}" cannot be the name of an application in syslog; use 1 to 48 printable characters`,
      );
    if (!isFromTo(1, timeoutMilliseconds, Number.MAX_SAFE_INTEGER))
      throw new ConfigurationError(
        `timeoutMilliseconds must be a whole number from 1, got ${timeoutMilliseconds}`,
      );
    this.name = `syslog ${addressOf(target)}`;
    this.#options = options;
  }

  async publish(checkpoint: PublishedCheckpoint): Promise<void> {
    const { target, timeoutMilliseconds = TIMEOUT } = this.#options;
    const message = Buffer.from(this.#message(checkpoint));
    try {
      await (target.protocol === "udp"
        ? sendDatagram(message, target.host, target.port ?? UDP_PORT)
        : sendOverStream(message, streamOf(target), timeoutMilliseconds));
    } catch (cause) {
      throw new AuditError(
        `${this.name} did not take the checkpoint of "${checkpoint.origin}" with ${checkpoint.size} records: ${messageOf(cause)}; see whether the server listens there`,
        { cause },
      );
    }
  }

  /** A message: priority, version, time, host, application, process, kind, no structured data, the checkpoint. */
  #message(checkpoint: PublishedCheckpoint): string {
    const { facility = LOG_AUDIT, application = "capfence", clock } = this.#options;
    const time = clock === undefined ? "-" : timeText(clock());
    const host = hostname()
      .replaceAll(/[^!-~]/g, "")
      .slice(0, 255);
    const priority = facility * 8 + NOTICE;
    return `<${priority}>1 ${time} ${host || "-"} ${application} ${process.pid} checkpoint - ${writeCheckpointLine(checkpoint)}`;
  }
}

function addressOf(target: SyslogTarget): string {
  if (target.protocol === "unix") {
    if (target.path === "") throw new ConfigurationError("name the socket of the syslog server");
    return `unix:${target.path}`;
  }
  const port = target.port ?? (target.protocol === "udp" ? UDP_PORT : TCP_PORT);
  if (target.host === "" || !isFromTo(1, port, 65_535))
    throw new ConfigurationError(
      `"${target.host}" and port ${port} are not where a syslog server listens; name its host, and a port of 1 to 65535`,
    );
  return `${target.protocol}://${target.host}:${port}`;
}

function streamOf(target: Exclude<SyslogTarget, { protocol: "udp" }>): StreamTarget {
  return target.protocol === "unix"
    ? { path: target.path }
    : { host: target.host, port: target.port ?? TCP_PORT };
}

function isFromTo(low: number, value: number, high: number): boolean {
  return Number.isSafeInteger(value) && value >= low && value <= high;
}
