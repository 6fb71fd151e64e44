import ipaddr from "ipaddr.js";
import type { SourceNode } from "../document/source.ts";
import type { Problem } from "../document/source-values.ts";
import { TRUE } from "../truth.ts";
import { type Address, addressPrivacy, carriedAddress, parseAddress } from "./address.ts";
import { type HostReading, readHost } from "./host.ts";
import { namePrivacy } from "./special-names.ts";

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** The hosts that a rule names. */
export class HostPatterns {
  #any = false;
  readonly #names = new Set<string>();
  readonly #parents = new Set<string>();
  readonly #ranges: Range[] = [];

  /** Takes `*`, a name, `*.` and a name, an address or a range of them; says what is wrong with anything else. */
  add(text: string, node: SourceNode, problem: Problem): void {
    const range = readRange(text);
    const name = text.startsWith("*.") ? text.slice(2) : text;
    if (text === "*") this.#any = true;
    else if (range !== undefined) this.#ranges.push(range);
    else {
      const host = readHost(name);
      if (host.name === undefined || host.doubt !== undefined)
        problem(
          node,
          `"${text}" is not a host; write a name, "*." and a name, an address or a range such as 192.0.2.0/24, without scheme, port or path`,
        );
      else (name === text ? this.#names : this.#parents).add(host.name);
    }
  }

  /** Whether a host is one of these; with `carried`, also through an IPv6 address that leads to it. */
  match(host: HostReading, carried: boolean): boolean {
    if (this.#any) return true;
    const { name, address } = host;
    if (address !== undefined) return this.#matchesAddress(address, carried);
    if (name === undefined) return false;
    if (this.#names.has(name)) return true;
    for (let dot = name.indexOf("."); dot !== -1; dot = name.indexOf(".", dot + 1))
      if (this.#parents.has(name.slice(dot + 1))) return true;
    return false;
  }

  #matchesAddress(address: Address, carried: boolean): boolean {
    if (this.#ranges.some((range) => range[0].kind() === address.kind() && address.match(range)))
      return true;
    const inner = carried ? carriedAddress(address) : undefined;
    return inner !== undefined && this.#matchesAddress(inner, false);
  }
}

/** Whether all a pattern names is other than public hosts. */
export function isPrivatePattern(text: string): boolean {
  const range = readRange(text);
  if (range !== undefined) return addressPrivacy(range[0]) === TRUE;
  return namePrivacy(text.replace(/^\*\./, "").replace(/\.$/, "").toLowerCase()) === TRUE;
}

function readRange(text: string): Range | undefined {
  const bare = text.replace(/^\[(.*)\]$/, "$1");
  const address = parseAddress(bare);
  if (address !== undefined) return [address, address.kind() === "ipv4" ? 32 : 128];
  const [start = "", length = ""] = text.split("/");
  const first = parseAddress(start);
  if (first === undefined || !/^\d{1,3}$/.test(length) || `${start}/${length}` !== text)
    return undefined;
  return Number(length) <= (first.kind() === "ipv4" ? 32 : 128)
    ? [first, Number(length)]
    : undefined;
}
