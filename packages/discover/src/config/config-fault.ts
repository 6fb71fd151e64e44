/** Why a configuration, or something in it, cannot be used. */
export class ConfigFault extends Error {
  override readonly name = "ConfigFault";
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}
