const ENCODED = /%u[0-9a-f]{4}|(?:%[0-9a-f]{2})+/gi;
/** A percent sign that only decoding makes. */
const NESTED = /%%[0-9a-f]{2}/i;
const WIDE_PERCENT = /[％﹪]/;
/** Nobody encodes a path more often than twice by mistake. */
const ROUNDS = 5;

/** What a text becomes when it is decoded once, twice and so on, itself first. */
export interface DecodedLayers {
  readonly layers: readonly string[];
  /** Decoders disagree about it: bytes that are no UTF-8, overlong forms, `%uXXXX`, or too many layers. */
  readonly malformed: boolean;
}

/** Undoes percent-encoding until nothing changes. */
export function decodeLayers(text: string): DecodedLayers {
  const layers = [text];
  let malformed = NESTED.test(text);
  let current = text;
  for (let round = 0; round < ROUNDS; round += 1) {
    const source = WIDE_PERCENT.test(current) ? current.replace(/[％﹪]/g, "%") : current;
    const decoded = source.replace(ENCODED, (run) => {
      const plain = run[1] === "u" || run[1] === "U" ? undefined : decodeBytes(run);
      malformed ||= plain === undefined;
      return plain ?? "";
    });
    if (decoded === current) return { layers, malformed };
    layers.push(decoded);
    current = decoded;
  }
  return { layers, malformed: true };
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeBytes(run: string): string | undefined {
  const bytes = Uint8Array.from({ length: run.length / 3 }, (_, index) =>
    Number.parseInt(run.slice(index * 3 + 1, index * 3 + 3), 16),
  );
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}
