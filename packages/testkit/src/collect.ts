/** All values of an iterable, in order. */
export async function collect<Value>(
  values: Iterable<Value> | AsyncIterable<Value>,
): Promise<Value[]> {
  const collected: Value[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}
