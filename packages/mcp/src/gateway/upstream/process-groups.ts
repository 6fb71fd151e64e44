import { spawn, spawnSync } from "node:child_process";

const WINDOWS = process.platform === "win32";

/** The process groups of servers that live, so that none of them outlives this process, however it exits. */
export class ProcessGroups {
  readonly #leaders = new Set<number>();

  add(leader: number): void {
    if (this.#leaders.size === 0) process.on("exit", this.#endAll);
    this.#leaders.add(leader);
  }

  delete(leader: number): void {
    if (this.#leaders.delete(leader) && this.#leaders.size === 0) process.off("exit", this.#endAll);
  }

  readonly #endAll = (): void => {
    for (const leader of this.#leaders)
      if (WINDOWS) spawnSync("taskkill", taskkill(leader), { windowsHide: true });
      else signalGroup(leader, "SIGKILL");
  };
}

/** Sends a signal to every process of a group; says whether there was one. Windows knows only the end. */
export function signalGroup(leader: number, signal: "SIGTERM" | "SIGKILL"): boolean {
  if (!WINDOWS) return kill(-leader, signal);
  spawn("taskkill", taskkill(leader), { windowsHide: true }).on("error", () => {});
  return true;
}

/** Whether any process of a group is there. */
export function groupLives(leader: number): boolean {
  return kill(WINDOWS ? leader : -leader, 0);
}

function kill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

function taskkill(leader: number): readonly string[] {
  return ["/PID", String(leader), "/T", "/F"];
}
