import ipaddr from "ipaddr.js";
import { madeOnce } from "../../made-once.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { isSpecialAddress } from "./special-addresses.ts";

/** An IP address. */
export type Address = ipaddr.IPv4 | ipaddr.IPv6;

const FOUR_PARTS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const IPV6_CHARACTERS = /^(?=.*:)[0-9a-f:.]{2,45}$/i;

/** An address in its one plain spelling, four decimal parts or any valid IPv6; undefined for all else. */
export function parseAddress(text: string): Address | undefined {
  // The library throws inside for all that is no address, which is slow; most texts are none.
  if (FOUR_PARTS.test(text))
    return ipaddr.IPv4.isValidFourPartDecimal(text) ? ipaddr.IPv4.parse(text) : undefined;
  return IPV6_CHARACTERS.test(text) && ipaddr.IPv6.isValid(text)
    ? ipaddr.IPv6.parse(text)
    : undefined;
}

/** Where an IPv6 address carries an IPv4 address: a prefix, and the first of the four bytes. */
interface Carrier {
  readonly block: [ipaddr.IPv4 | ipaddr.IPv6, number];
  readonly at: number;
  readonly inverted?: true;
}

const carriers = madeOnce((): readonly Carrier[] => [
  { block: ipaddr.parseCIDR("::/96"), at: 12 }, // IPv4-compatible, RFC 4291
  { block: ipaddr.parseCIDR("::ffff:0:0/96"), at: 12 }, // IPv4-mapped, RFC 4291
  { block: ipaddr.parseCIDR("::ffff:0:0:0/96"), at: 12 }, // IPv4-translated, RFC 2765
  { block: ipaddr.parseCIDR("64:ff9b::/96"), at: 12 }, // NAT64, RFC 6052
  { block: ipaddr.parseCIDR("2002::/16"), at: 2 }, // 6to4, RFC 3056
  { block: ipaddr.parseCIDR("2001::/32"), at: 12, inverted: true }, // Teredo, RFC 4380
]);

/** The IPv4 address that a transition address leads to. */
export function carriedAddress(address: Address): ipaddr.IPv4 | undefined {
  if (address.kind() === "ipv4") return undefined;
  const bytes = address.toByteArray();
  const carrier = carriers().find(({ block }) => address.match(block));
  if (carrier !== undefined) {
    const carried = bytes.slice(carrier.at, carrier.at + 4);
    return new ipaddr.IPv4(carrier.inverted ? carried.map((byte) => 255 - byte) : carried);
  }
  // ISATAP, RFC 5214: an interface named 0:5efe or 200:5efe.
  const isatap =
    bytes[10] === 0x5e && bytes[11] === 0xfe && bytes[9] === 0 && ((bytes[8] ?? 0) & 0xfd) === 0;
  return isatap ? new ipaddr.IPv4(bytes.slice(12)) : undefined;
}

/** Whether an address is other than the public internet; uncertain where it leads through a transition service. */
export function addressPrivacy(address: Address): Truth {
  const carried = carriedAddress(address);
  if (carried === undefined) return isSpecialAddress(address) ? TRUE : FALSE;
  return isSpecialAddress(carried) ? TRUE : UNCERTAIN;
}
