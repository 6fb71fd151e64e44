import ipaddr from "ipaddr.js";
import { madeOnce } from "../../made-once.ts";

/** A block of addresses that is not the public internet, and who says so. */
export interface SpecialAddresses {
  readonly range: string;
  readonly name: string;
  readonly source: string;
}

const IANA_4 = "https://www.iana.org/assignments/iana-ipv4-special-registry";
const IANA_6 = "https://www.iana.org/assignments/iana-ipv6-special-registry";
const UNICAST_6 = "https://www.iana.org/assignments/ipv6-address-space";

/** Blocks whose addresses are private, local, reserved, multicast, or answer with a machine's own credentials. */
export const SPECIAL_ADDRESSES: readonly SpecialAddresses[] = [
  { range: "0.0.0.0/8", name: "this network", source: `${IANA_4} (RFC 791)` },
  { range: "10.0.0.0/8", name: "private use", source: `${IANA_4} (RFC 1918)` },
  // Alibaba Cloud serves metadata at 100.100.100.200, which is in here.
  { range: "100.64.0.0/10", name: "shared address space", source: `${IANA_4} (RFC 6598)` },
  { range: "127.0.0.0/8", name: "loopback", source: `${IANA_4} (RFC 1122)` },
  // 169.254.169.254 serves metadata on most clouds, 169.254.170.2 credentials to ECS tasks.
  { range: "169.254.0.0/16", name: "link local", source: `${IANA_4} (RFC 3927)` },
  { range: "172.16.0.0/12", name: "private use", source: `${IANA_4} (RFC 1918)` },
  // Oracle Cloud Classic served metadata at 192.0.0.192, which is in here.
  { range: "192.0.0.0/24", name: "protocol assignments", source: `${IANA_4} (RFC 6890)` },
  { range: "192.0.2.0/24", name: "documentation", source: `${IANA_4} (RFC 5737)` },
  { range: "192.88.99.0/24", name: "6to4 relay, deprecated", source: `${IANA_4} (RFC 7526)` },
  { range: "192.168.0.0/16", name: "private use", source: `${IANA_4} (RFC 1918)` },
  { range: "198.18.0.0/15", name: "benchmarking", source: `${IANA_4} (RFC 2544)` },
  { range: "198.51.100.0/24", name: "documentation", source: `${IANA_4} (RFC 5737)` },
  { range: "203.0.113.0/24", name: "documentation", source: `${IANA_4} (RFC 5737)` },
  {
    range: "224.0.0.0/4",
    name: "multicast",
    source: "https://www.iana.org/assignments/multicast-addresses (RFC 5771)",
  },
  { range: "240.0.0.0/4", name: "reserved, broadcast", source: `${IANA_4} (RFC 1112)` },
  {
    range: "168.63.129.16/32",
    name: "Azure platform, reachable from each machine there",
    source: "https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16",
  },
  // Teredo is 2001::/32, in here; the few public blocks in here are no hosts a URL would name.
  { range: "2001::/23", name: "protocol assignments", source: `${IANA_6} (RFC 2928)` },
  { range: "2001:db8::/32", name: "documentation", source: `${IANA_6} (RFC 3849)` },
  { range: "3fff::/20", name: "documentation", source: `${IANA_6} (RFC 9637)` },
  // Outside 2000::/3 stand loopback, link local, unique local, multicast and what nobody was given.
  { range: "::/3", name: "reserved, loopback", source: UNICAST_6 },
  { range: "4000::/2", name: "reserved", source: UNICAST_6 },
  { range: "8000::/1", name: "unique local, link local, multicast, reserved", source: UNICAST_6 },
];

const blocks = madeOnce(() => SPECIAL_ADDRESSES.map(({ range }) => ipaddr.parseCIDR(range)));

/** Whether an address, taken as it is, stands in a special block. */
export function isSpecialAddress(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return blocks().some((block) => block[0].kind() === address.kind() && address.match(block));
}
