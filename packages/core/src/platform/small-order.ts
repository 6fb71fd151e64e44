/**
 * The points of Ed25519 whose order is 1, 2, 4 or 8, in all their encodings without the bit of the sign: the ordinate is
 * 0, 1, -1 or that of a point of order 8, or 0 or 1 written as p and p + 1. Under such a key anybody can sign.
 */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  "00".repeat(32),
  `01${"00".repeat(31)}`,
  `ec${"ff".repeat(30)}7f`,
  `ed${"ff".repeat(30)}7f`,
  `ee${"ff".repeat(30)}7f`,
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]);

/** Whether a public key, in hex, is of small order. */
export function isSmallOrder(publicKey: string): boolean {
  const last = Number.parseInt(publicKey.slice(-2), 16) & 0x7f;
  return SMALL_ORDER.has(publicKey.slice(0, -2) + last.toString(16).padStart(2, "0"));
}
