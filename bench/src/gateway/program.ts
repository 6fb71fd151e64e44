import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** What Node is given, and where it runs. */
export interface Program {
  readonly parameters: readonly string[];
  readonly folder: string;
}

/** A program that runs. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  /** The end of what it wrote to its standard error. */
  readonly said: () => string;
  /** Ends it, and waits until it is gone. */
  readonly stop: () => Promise<void>;
}

const PATIENCE = 15_000;

/** Starts Node with a program, which keeps its compiled code in its folder. */
export function startProgram({ parameters, folder }: Program): Running {
  const { NODE_COMPILE_CACHE: _on, NODE_DISABLE_COMPILE_CACHE: _off, ...others } = process.env;
  const env = { ...others, HOME: folder, XDG_CACHE_HOME: folder, XDG_STATE_HOME: folder };
  const child = spawn(process.execPath, parameters, { cwd: folder, env });
  let said = "";
  child.stderr
    .setEncoding("utf8")
    .on("data", (part: string) => (said = (said + part).slice(-2000)));
  // What could not be written shows in the answer that does not come.
  child.stdin.on("error", () => {});
  const exited = once(child, "exit");
  const stop = async (): Promise<void> => {
    child.stdin.end();
    child.kill();
    const late = setTimeout(() => child.kill("SIGKILL"), 5000);
    await exited;
    clearTimeout(late);
  };
  return { child, said: () => said, stop };
}

/** Starts a program that is told where to listen, and waits until it does. */
export async function startListening(
  programAt: (port: number) => Program,
): Promise<Pick<Running, "stop"> & { readonly url: string }> {
  const port = await freePort();
  const program = programAt(port);
  const { child, said, stop } = startProgram(program);
  child.stdout.resume();
  const until = performance.now() + PATIENCE;
  while (!(await accepts(port))) {
    if (child.exitCode === null && performance.now() < until) continue;
    await stop();
    throw new Error(`"node ${program.parameters.join(" ")}" does not listen: ${said()}`);
  }
  return { url: `http://127.0.0.1:${port}/mcp`, stop };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const accepted = await once(socket, "connect").then(
    () => true,
    () => sleep(20, false),
  );
  socket.destroy();
  return accepted;
}
