import { type UpstreamSettings, upstreamUrlFault } from "@capfence/mcp/gateway";
import type { ServerOrigin } from "../inventory/inventory.ts";
import { hiddenParts } from "../secrets/hidden-parts.ts";
import { plainSecrets } from "../secrets/plain-secrets.ts";
import { shownAddress } from "../secrets/shown-address.ts";
import { EntrySettings } from "./entry-settings.ts";
import type { FillIn } from "./fill-in.ts";
import type { FoundServer } from "./found-server.ts";
import type { Host } from "./host.ts";
import { isGateway } from "./program.ts";
import type { Declared } from "./server-entry.ts";

/** Where an entry stands, and what it is read with. */
export interface EntryPlace {
  readonly name: string;
  readonly origin: ServerOrigin;
  readonly folder: string;
  readonly host: Host;
  readonly fillIn: FillIn;
  readonly isDisabled: boolean;
}

/** Makes a server of what its entry declares. */
export function makeServer(declared: Declared, place: EntryPlace): FoundServer {
  const { name, origin } = place;
  const entry = new EntrySettings(place);
  const { transport } = declared;
  const settings = transport === "stdio" ? entry.process(declared) : entry.endpoint(declared);
  const fault = faultOf(declared, settings, entry);
  const address = addressOf(declared, settings, entry);
  return {
    name,
    origin,
    transport,
    address,
    ...(fault === undefined ? { settings } : { fault }),
    isDisabled: place.isDisabled || declared.isDisabled,
    given: [...entry.used.keys()],
    ...(transport === "stdio" && isGateway(declared.command, declared.args)
      ? { behind: "capfence" }
      : {}),
    secrets: plainSecrets(declared, origin),
    hidden: hiddenOf(settings, address, entry),
  };
}

function faultOf(
  { transport, fault }: Declared,
  settings: UpstreamSettings,
  entry: EntrySettings,
): string | undefined {
  if (fault !== undefined) return fault;
  if (transport === "sse")
    return "it speaks HTTP with SSE, the transport before Streamable HTTP, which is not spoken here";
  if (entry.fault !== undefined) return entry.fault;
  if (settings.kind === "http") {
    const wrong = upstreamUrlFault(settings.url);
    return wrong === undefined ? undefined : `its url ${wrong}`;
  }
  return settings.command.trim() === "" ? "its command is empty" : undefined;
}

function addressOf(
  declared: Declared,
  settings: UpstreamSettings,
  { used }: EntrySettings,
): string {
  const { kind } = settings;
  if ((kind === "http" ? declared.url : declared.command) === "") return "";
  return shownAddress(kind === "http" ? settings.url : settings.command, kind, used);
}

/** What is in the settings and must not be in a message. */
function hiddenOf(
  settings: UpstreamSettings,
  address: string,
  { values, used }: EntrySettings,
): readonly string[] {
  const own = settings.kind === "http" ? settings.url : settings.command;
  const parts = hiddenParts([own, ...used.values()]).filter((part) => !address.includes(part));
  return [...hiddenParts(values), ...parts];
}
