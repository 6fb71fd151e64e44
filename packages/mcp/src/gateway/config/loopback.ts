import { isIPv4 } from "node:net";

/** Whether a host, as a URL or an address to listen on has it, is this machine and nothing else. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, "$1");
  if (name === "::1" || name === "localhost") return true;
  return isIPv4(name) && name.startsWith("127.");
}
