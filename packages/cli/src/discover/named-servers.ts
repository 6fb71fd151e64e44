import { type FoundServer, hiddenParts, type ServerOrigin, shownAddress } from "@capfence/discover";
import { upstreamUrlFault } from "@capfence/mcp/gateway";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { wrappedServer } from "../gateway/wrapped-server.ts";

const GIVEN = "given";

/** The servers that are named on the command line, so that nobody needs to be asked about them. Throws `CommandFailure`. */
export function namedServers(
  command: readonly string[],
  urls: readonly string[],
): readonly FoundServer[] {
  return [...commandServers(command), ...urls.map(urlServer)];
}

function commandServers(command: readonly string[]): readonly FoundServer[] {
  const [program] = command;
  if (program === undefined) return [];
  return Array.from(wrappedServer(command), ([name, settings]) => ({
    ...NAMED,
    name,
    transport: "stdio",
    address: program,
    settings,
    // It may say again what it was told; plain words are those of any message.
    hidden: hiddenParts(command.slice(1)).filter((part) => /[^a-z-]/.test(part)),
  }));
}

function urlServer(text: string): FoundServer {
  const fault = upstreamUrlFault(text);
  // The value itself may hold a secret.
  if (fault !== undefined) throw new CommandFailure(EXIT.unusable, `--url: it ${fault}`);
  const address = shownAddress(text, "http", new Map());
  return {
    ...NAMED,
    name: new URL(text).host,
    transport: "http",
    address,
    settings: { kind: "http", url: text, headers: {} },
    hidden: hiddenParts([text]).filter((part) => !address.includes(part)),
  };
}

/** Whether somebody has asked for this very server or file, and not for all that is found. */
export function isAskedFor({ client, key }: ServerOrigin): boolean {
  return client === GIVEN && key === undefined;
}

/** Whether a server was named on the command line, and not by a file. */
export function isNamed({ client, file }: ServerOrigin): boolean {
  return client === GIVEN && file === undefined;
}

const NAMED = {
  origin: { client: GIVEN },
  isDisabled: false,
  given: [],
  secrets: [],
} as const;
