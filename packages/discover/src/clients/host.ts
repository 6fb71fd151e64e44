import { join } from "node:path";

/** The machine that is looked at. */
export interface Host {
  /** The folder of whoever uses the clients. */
  readonly home: string;
  /** The folder of a project, whose own configurations count too. */
  readonly project?: string;
  readonly platform: NodeJS.Platform;
  /** Variables of the environment, which say where folders are and what references stand for. */
  readonly environment: NodeJS.ProcessEnv;
  /** What stands in the place of `/`. */
  readonly root?: string;
}

/** Where programs keep what belongs to one user. */
export function userFolder({ home, platform, environment }: Host): string {
  if (platform === "win32") return environment["APPDATA"] ?? join(home, "AppData", "Roaming");
  if (platform === "darwin") return join(home, "Library", "Application Support");
  return environment["XDG_CONFIG_HOME"] || join(home, ".config");
}

/** The value of a variable; nothing that is said to CapFence itself is for a server. */
export function variable({ environment }: Host, name: string): string | undefined {
  return /^CAPFENCE_/i.test(name) ? undefined : environment[name];
}
