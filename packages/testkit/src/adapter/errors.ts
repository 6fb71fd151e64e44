/** What a promise is rejected with. Throws if it is fulfilled. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  let output: unknown;
  try {
    output = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`expected the call to be refused, but it gave ${JSON.stringify(output)}`);
}
