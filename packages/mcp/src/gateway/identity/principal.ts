import type { Identity } from "@capfence/core";

/** Who stands behind a connection, as the gateway has authenticated them. */
export interface Principal {
  /** Tells principals apart: sessions, tasks and approvals of one are not for another. */
  readonly key: string;
  /** What policies and records know of them. */
  readonly identity: Identity & { readonly actor: string };
  /** When what proved it ends, in milliseconds since the Unix epoch. */
  readonly expiresAt?: number;
}

/** Finds out who stands behind an HTTP request. */
export interface Authenticator {
  /** Throws `AuthenticationFailure`. */
  authenticate(headers: Readonly<Record<string, string | undefined>>): Promise<Principal>;
}

/**
 * The HTTP status of a request whose sender is not known: badly asked, unknown, not entitled (RFC 6750), or not to be
 * found out now, as the keys of the authorization server are out of reach.
 */
export type AuthenticationStatus = 400 | 401 | 403 | 503;

/** Nobody that the gateway knows; `status`, `challenge` and the message are for the HTTP answer. */
export class AuthenticationFailure extends Error {
  override readonly name = "AuthenticationFailure";
  readonly status: AuthenticationStatus;
  /** The value of `WWW-Authenticate`. */
  readonly challenge: string | undefined;

  constructor(
    message: string,
    status: AuthenticationStatus = 401,
    challenge?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.status = status;
    this.challenge = challenge;
  }
}
