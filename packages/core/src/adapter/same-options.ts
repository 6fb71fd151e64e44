/** Whether two guards with these options are the same one twice: the second would only judge every call again. */
export function areSameOptions(one: object, other: object): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => Reflect.get(one, key) === Reflect.get(other, key));
}
