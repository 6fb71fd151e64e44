/** What an upstream may be called: no underscore, so that `name__tool` can be split in one way only. */
export const UPSTREAM_NAME: RegExp = /^[a-z][a-z0-9-]*$/;
