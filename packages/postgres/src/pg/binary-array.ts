const TEXT = 25;
const INT8 = 20;
const HEADER = 20;

/** Texts as the binary form of a `text[]`: nothing has to be quoted, and nothing can be mistaken for a quote. */
export function textArray(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const array = header(
    TEXT,
    texts.length,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  let offset = HEADER;
  for (const [index, text] of texts.entries()) {
    offset = array.writeInt32BE(lengths[index] ?? 0, offset);
    offset += array.write(text, offset);
  }
  return array;
}

/** Integers as the binary form of an `int8[]`. */
export function int8Array(integers: BigInt64Array): Buffer {
  const array = header(INT8, integers.length, 8 * integers.length);
  let offset = HEADER;
  for (const integer of integers) {
    offset = array.writeInt32BE(8, offset);
    offset = array.writeBigInt64BE(integer, offset);
  }
  return array;
}

/** An array of one dimension without nulls, whose elements and their lengths are still to be written. */
function header(type: number, length: number, bytes: number): Buffer {
  const array = Buffer.allocUnsafe(HEADER + 4 * length + bytes);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(0, 4);
  array.writeInt32BE(type, 8);
  array.writeInt32BE(length, 12);
  array.writeInt32BE(1, 16);
  return array;
}
