import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { addressPrivacy, parseAddress } from "./address.ts";

/** A name, with all names below it, that is private or may lead to a private address; and who says so. */
export interface SpecialName {
  readonly name: string;
  readonly privacy: Truth;
  readonly source: string;
}

const rows = (privacy: Truth, source: string, names: string): readonly SpecialName[] =>
  names.split(/\s+/).map((name) => ({ name, privacy, source }));

/** Names that are no public hosts, and public ones made to lead elsewhere. */
export const SPECIAL_NAMES: readonly SpecialName[] = [
  ...rows(TRUE, "RFC 6761, special-use names", "localhost invalid test"),
  ...rows(TRUE, "RFC 6762, appendix G: names used on private networks", "local intranet internal"),
  ...rows(TRUE, "RFC 6762, appendix G: names used on private networks", "private corp home lan"),
  ...rows(TRUE, "RFC 8375, residential networks", "home.arpa"),
  ...rows(TRUE, "RFC 9476, names outside the DNS", "alt"),
  ...rows(TRUE, "RFC 7686, Tor services", "onion"),
  ...rows(TRUE, "hosts(5) as shipped by Linux distributions", "localdomain localdomain6"),
  ...rows(TRUE, "hosts(5) as shipped by Linux distributions", "localhost4 localhost6"),
  ...rows(TRUE, "hosts(5) as shipped by Linux distributions", "ip6-localhost ip6-loopback"),
  ...rows(TRUE, "https://cloud.google.com/compute/docs/metadata/overview", "metadata.goog"),
  ...rows(
    TRUE,
    "https://www.tencentcloud.com/document/product/213/4934",
    "metadata.tencentyun.com",
  ),
  ...rows(
    TRUE,
    "https://deploy.equinix.com/developers/docs/metal/server-metadata/metadata",
    "metadata.packet.net metadata.platformequinix.com",
  ),
  ...rows(
    TRUE,
    "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service",
    "svc default",
  ),
  ...rows(TRUE, "https://developer.hashicorp.com/consul/docs/services/discovery", "consul"),
  ...rows(TRUE, "https://readme.localtest.me", "localtest.me"),
  ...rows(TRUE, "the DNS: all names below answer 127.0.0.1", "lvh.me vcap.me lacolhost.com"),
  ...rows(TRUE, "the DNS: all names below answer 127.0.0.1", "localhost.direct 127-0-0-1.org.uk"),
  ...rows(TRUE, "the DNS: all names below answer 127.0.0.1", "lcl.host localho.st fuf.me local.gd"),
  ...rows(UNCERTAIN, "https://tailscale.com/kb/1217/tailnet-name: a private network", "ts.net"),
  ...rows(
    UNCERTAIN,
    "makers' manuals: names that home routers answer themselves",
    "fritz.box routerlogin.net tplinkwifi.net router.asus.com",
  ),
  ...rows(UNCERTAIN, "https://nip.io: addresses written in the name", "nip.io xip.io"),
  ...rows(UNCERTAIN, "https://sslip.io: addresses written in the name", "sslip.io"),
  ...rows(UNCERTAIN, "https://doc.traefik.io: addresses written in the name", "traefik.me"),
  ...rows(UNCERTAIN, "https://ip.addr.tools: addresses written in the name", "ip.addr.tools"),
  ...rows(UNCERTAIN, "https://github.com/taviso/rbndr: answers alternate", "rbndr.us"),
  ...rows(UNCERTAIN, "https://1u.ms: answers alternate", "1u.ms"),
  ...rows(UNCERTAIN, "https://github.com/Horlad/r3dir: redirects where told", "r3dir.me"),
];

const BY_NAME: ReadonlyMap<string, Truth> = new Map(
  SPECIAL_NAMES.map(({ name, privacy }) => [name, privacy]),
);

const EMBEDDED_ADDRESS = /(?:^|[.-])(\d{1,3})[.-](\d{1,3})[.-](\d{1,3})[.-](\d{1,3})(?=[.-])/g;

/** Whether a name in lower case leads elsewhere than to the public internet, as far as the name tells. */
export function namePrivacy(name: string): Truth {
  let at = 0;
  for (;;) {
    const known = BY_NAME.get(name.slice(at));
    if (known !== undefined) return known;
    const dot = name.indexOf(".", at);
    if (dot === -1) break;
    at = dot + 1;
  }
  // A name of one label is found through the search list of the machine that asks.
  return at === 0 || embedsPrivateAddress(name) ? UNCERTAIN : FALSE;
}

/** `10-0-0-1.example.com`: any domain may be served by a DNS server that answers what the name says. */
function embedsPrivateAddress(name: string): boolean {
  for (const [, ...parts] of name.matchAll(EMBEDDED_ADDRESS)) {
    const address = parseAddress(parts.map(Number).join("."));
    if (address !== undefined && addressPrivacy(address) === TRUE) return true;
  }
  return false;
}
