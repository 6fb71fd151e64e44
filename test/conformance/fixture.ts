import { join } from "node:path";
import { type Started, start } from "./started.ts";

const PROGRAM = join(import.meta.dirname, "../../packages/mcp/test/fixture/main.ts");

/** The fixture as a process that speaks on its standard input and output: what is given to Node. */
export const STDIO_FIXTURE: readonly string[] = [PROGRAM, "stdio"];

/** Starts the fixture over HTTP. */
export function startFixture(): Promise<Started> {
  return start({
    args: [PROGRAM, "http"],
    says: "stdout",
    url: (line) => (line.startsWith("http://") ? line : undefined),
  });
}

/** Something in front of a fixture over HTTP, which is stopped with it. */
export async function inFrontOfFixture(front: (url: string) => Promise<Started>): Promise<Started> {
  const fixture = await startFixture();
  try {
    const started = await front(fixture.url);
    return {
      url: started.url,
      async stop() {
        await started.stop();
        await fixture.stop();
      },
    };
  } catch (error) {
    await fixture.stop();
    throw error;
  }
}
