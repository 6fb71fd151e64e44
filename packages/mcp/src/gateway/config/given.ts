/** An object without the members that are undefined, so that those of another can stand in for them. */
export function given<Value extends object>(
  value: Value,
): { [Key in keyof Value]?: Exclude<Value[Key], undefined> } {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members) as ReturnType<typeof given<Value>>;
}
