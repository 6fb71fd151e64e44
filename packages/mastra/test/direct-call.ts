/** Calls a tool as code does that has got hold of it. */
export function execute(tool: object, input: unknown, context?: object): Promise<unknown> {
  return (tool as { execute(input: unknown, context?: object): Promise<unknown> }).execute(
    input,
    context,
  );
}
