/** Where a command writes; each text gets a line end. */
export interface Output {
  print(text: string): void;
  error(text: string): void;
}

/** The standard streams. */
export const STANDARD_OUTPUT: Output = {
  print: (text) => process.stdout.write(`${text}\n`),
  error: (text) => process.stderr.write(`${text}\n`),
};
