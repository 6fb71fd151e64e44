import type { Principal } from "./principal.ts";

/** Says whose a token is; undefined if it is nobody's. Throws `AuthenticationFailure` where more can be said. */
export type TokenCheck = (token: string) => Promise<Principal | undefined>;
