import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { ran } from "./ran.ts";

/** Every environment there is, by its file in `requirements`. */
export const ENVIRONMENTS = [
  "mcp",
  "mcp2",
  "pydantic-ai",
  "autogen",
  "langchain",
  "openai-agents",
  "crewai",
] as const;

export type Environment = (typeof ENVIRONMENTS)[number];

declare module "vitest" {
  export interface ProvidedContext {
    /** Why there are no environments, if there are none. */
    readonly noPython: string;
    /** Of the Python of the environments, such as 3.12. */
    readonly pythonVersion: string;
  }
}

const CACHE = join(import.meta.dirname, "../../node_modules/.cache/python");

/** Installs packages in a fraction of pip's time, and reads the same files. */
const INSTALLER = "uv==0.13.9";

const PYTHONS = ["python3.13", "python3.12", "python3", "python3.11", "python3.10"];
const VERSION =
  "import sys; print(sys.version.split()[0], 310 <= sys.version_info[0] * 100 + sys.version_info[1] < 314)";

/** What pip and uv say where PyPI cannot be reached. */
const UNREACHABLE =
  /NewConnectionError|NameResolutionError|ConnectTimeoutError|ReadTimeoutError|ProxyError|error sending request|dns error|tcp connect error|Network is unreachable/;

/** The interpreter of an environment. */
export function pythonOf(environment: Environment | "installer"): string {
  return join(CACHE, environment, "bin/python");
}

/** Makes the environments that are not there yet. */
export async function setup({ provide }: TestProject): Promise<void> {
  const found = await findPython();
  const reason =
    found === undefined
      ? `there is none of ${PYTHONS.join(", ")} from 3.10 to 3.13`
      : await install(found);
  provide("noPython", reason ?? "");
  provide("pythonVersion", found?.version ?? "");
  if (reason !== undefined) console.warn(`skipped: ${reason}`);
  else if (/^3\.1[01]\./.test(found?.version ?? ""))
    console.warn("skipped: CrewAI over HTTP, whose own connections need Python 3.12");
}

/** Gives the reason if it cannot be done here; whatever else fails throws. */
async function install(found: Python): Promise<string | undefined> {
  mkdirSync(CACHE, { recursive: true });
  try {
    const installer = await made("installer", `${found.version} ${INSTALLER}`, async () => {
      await ran(found.python, ["-m", "venv", join(CACHE, "installer")]);
      await ran(pythonOf("installer"), ["-m", "pip", "install", "--quiet", INSTALLER]);
    });
    const uv = (...args: readonly string[]): Promise<string> =>
      ran(installer, ["-m", "uv", ...args]);
    for (const name of ENVIRONMENTS) {
      const file = join(import.meta.dirname, `requirements/${name}.txt`);
      await made(name, `${found.version} ${readFileSync(file, "utf8")}`, async () => {
        await ran(found.python, ["-m", "venv", "--without-pip", join(CACHE, name)]);
        await uv("pip", "sync", "--quiet", "--python", pythonOf(name), file);
      });
    }
  } catch (error) {
    const words = String(error);
    if (/ensurepip is not available|No module named venv/.test(words))
      return `${found.python} has no venv`;
    if (UNREACHABLE.test(words)) return `PyPI cannot be reached: ${words}`;
    throw error;
  }
  return undefined;
}

interface Python {
  readonly python: string;
  readonly version: string;
}

async function findPython(): Promise<Python | undefined> {
  for (const python of PYTHONS) {
    const [version, fits] = (await ran(python, ["-c", VERSION]).catch(() => "")).trim().split(" ");
    if (version !== undefined && fits === "True") return { python, version };
  }
  return undefined;
}

/** Makes an environment, unless it is there with just this content. */
async function made(
  name: Environment | "installer",
  content: string,
  make: () => Promise<void>,
): Promise<string> {
  const stamp = join(CACHE, name, "stamp");
  const digest = createHash("sha256").update(content).digest("hex");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== digest) {
    rmSync(join(CACHE, name), { recursive: true, force: true });
    await make();
    writeFileSync(stamp, digest);
  }
  return pythonOf(name);
}
