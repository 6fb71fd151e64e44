/** The usual ports of schemes, from https://www.iana.org/assignments/service-names-port-numbers. */
const PORTS: ReadonlyMap<string, number> = new Map([
  ["http", 80],
  ["https", 443],
  ["ws", 80],
  ["wss", 443],
  ["ftp", 21],
  ["ssh", 22],
  ["sftp", 22],
  ["telnet", 23],
  ["smtp", 25],
  ["gopher", 70],
  ["imap", 143],
  ["ldap", 389],
  ["ldaps", 636],
  ["rtsp", 554],
  ["dict", 2628],
  ["mysql", 3306],
  ["postgres", 5432],
  ["postgresql", 5432],
  ["redis", 6379],
  ["git", 9418],
  ["mongodb", 27017],
]);

/** The schemes that an allow rule takes where it names none. */
export const ORDINARY_SCHEMES: readonly string[] = ["http", "https", "ws", "wss"];

/** The port that a scheme uses where none is written. */
export function portOf(scheme: string | undefined): number | undefined {
  return scheme === undefined ? undefined : PORTS.get(scheme);
}
