import { isIPv4 } from "node:net";

/**
 * Whether a host, as a URL or an address to listen on has it, is this machine and nothing else: `localhost` or a
 * literal address. Any other name points to whatever its owner wants.
 */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  if (name === "localhost" || name === "::1" || name === "[::1]") return true;
  return isIPv4(name) && name.startsWith("127.");
}

/** Whether nobody on the way can change what is fetched from a URL: by https, or by http from this machine. */
export function isUnchangeable(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}
