/** The option that gives the arguments of a call. */
export const ARGUMENTS_OPTION = [
  "--arguments <json>",
  "the arguments of the call: a JSON object, or a file with it",
] as const;
