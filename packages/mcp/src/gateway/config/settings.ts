/** What a gateway is to do, as its configuration says; files are absolute, secrets are filled in, times are milliseconds. */
export interface GatewaySettings {
  readonly policy: string;
  /** By name, in the order of the configuration. */
  readonly upstreams: ReadonlyMap<string, UpstreamSettings>;
  /** Whether tools and prompts carry the name of their upstream: always, or only where there are several. */
  readonly prefix: "always" | "several";
  readonly pins: PinSettings;
  readonly approvals: ApprovalSettings;
  /** How a call that is not authorised is answered: as a tool's result that says so, or as a JSON-RPC error. */
  readonly denials: "result" | "error";
  readonly identity: IdentitySettings;
  readonly limits: LimitSettings;
  /** Where the log and the approvals are: a SQLite file or a PostgreSQL URL; the state folder where it is left out. */
  readonly storage?: string;
  /** Where it listens; a gateway that speaks on its own standard input and output has none. */
  readonly http?: HttpSettings;
}

/** A server that stands behind the gateway. */
export type UpstreamSettings = StdioUpstreamSettings | HttpUpstreamSettings;

/** A server that is started as a process. */
export interface StdioUpstreamSettings {
  readonly kind: "stdio";
  readonly command: string;
  readonly args: readonly string[];
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A server that is reached over Streamable HTTP. */
export interface HttpUpstreamSettings {
  readonly kind: "http";
  readonly url: string;
  /** Sent with every request; where credentials go. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How definitions of tools are held to what was reviewed. */
export interface PinSettings {
  /** `first-use` takes what an upstream lists first; `locked` takes only what stands in the file. */
  readonly mode: "first-use" | "locked" | "off";
  readonly file: string;
}

/** How a call that needs an approval gets it. */
export interface ApprovalSettings {
  /** `auto` asks the client's user where the client can, else the queue; `queue` never asks through the client. */
  readonly channel: "auto" | "queue";
  /** The name under which a client's user answers; by default that of the actor, with "(in band)". */
  readonly approver?: string;
  /** How long a call is held open for an answer from the queue. */
  readonly wait: number;
}

/** Who stands behind connections. */
export interface IdentitySettings {
  /** Who acts where nothing is asked of connections. */
  readonly actor: string;
  readonly environment?: string;
  readonly tenant?: string;
  readonly role?: string;
  /** Tokens that the operator has given out. */
  readonly bearer?: readonly BearerSettings[];
  readonly jwt?: JwtSettings;
  /** Stands for calls where nothing is asked of connections. */
  readonly capabilityToken?: StoredToken;
}

/** A capability token that stands for the calls of clients that show none themselves. */
export interface StoredToken {
  readonly text: string;
  /** The private key of its holder, 32 bytes; there where it is bound to one. */
  readonly key?: Uint8Array;
  /** The files that it was read from. */
  readonly files: readonly string[];
  /** There where it is bound to nobody, and others may read its file. */
  readonly isExposed?: true;
}

/** A token that the operator has given out, and for whom. */
export interface BearerSettings {
  /** SHA-256 of the token, hexadecimal. */
  readonly sha256: string;
  readonly actor: string;
  readonly environment?: string;
  readonly tenant?: string;
  readonly role?: string;
  /** Stands for the calls that are made with it. */
  readonly capabilityToken?: StoredToken;
}

/** Tokens of an authorization server (RFC 9068). */
export interface JwtSettings {
  readonly issuer: string;
  readonly audience: string;
  /** Where its keys are: a URL, or a file. */
  readonly jwks: { readonly url: string } | { readonly file: string };
  readonly algorithms: readonly string[];
  /** Which claims say who acts; `actor` is `sub` where it is left out. */
  readonly claims: { readonly actor: string; readonly tenant?: string; readonly role?: string };
  /** Scopes that a token must have. */
  readonly scopes: readonly string[];
  /** How far clocks may differ, in milliseconds. */
  readonly clockTolerance: number;
}

/** Where the gateway listens. */
export interface HttpSettings {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** Names by which it may be called besides those of the loopback. */
  readonly allowedHosts: readonly string[];
  /** Origins of pages that may call it besides those of the loopback. */
  readonly allowedOrigins: readonly string[];
}

/** How much of anything. */
export interface LimitSettings {
  /** Characters of one message. */
  readonly messageSize: number;
  readonly depth: number;
  /** Requests under way: in all, and of one principal. */
  readonly concurrent: number;
  readonly concurrentPerPrincipal: number;
  /** Calls of one principal in a minute, and requests of one server to them. */
  readonly callsPerMinute: number;
  readonly sessions: number;
  /** How long a session may be unused. */
  readonly sessionIdle: number;
  /** How long a server may take to answer. */
  readonly answer: number;
}
