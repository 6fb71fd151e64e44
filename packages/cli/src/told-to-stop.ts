/** Resolves at the first signal to stop; the next one ends the process. */
export function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) {
      const stop = (): void => {
        resolve();
        // Prompts look whether anybody else listens, and end the process at once where nobody does.
        setImmediate(() => process.removeListener(signal, stop));
      };
      process.on(signal, stop);
    }
  });
}
