/** What `make` gives, made when it is first asked for: most programs need few of the tables here, and none to start. */
export function madeOnce<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}
