/**
 * A name of a host that is long enough to carry data out: looking it up tells its owner. Names of services seldom have
 * a label of more than 24 characters, or more than six labels.
 */
export const LONG_NAME: RegExp = /[^.:/\s]{25}|(?:[^.\s]+\.){7}|.{64}/;
