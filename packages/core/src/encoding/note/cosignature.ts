/** A signature of a witness: what it signs says when (C2SP tlog-cosignature, "Ed25519 signed message"). */
export interface TimedSignature {
  /** Seconds since the Unix epoch. */
  readonly time: number;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

const TIME_LENGTH = 8;
const SIGNATURE_LENGTH = 64;

/** The bytes that a witness signs for the text of a note. */
export function cosignedMessage(text: string, time: number): Uint8Array {
  return new TextEncoder().encode(`cosignature/v1\ntime ${time}\n${text}`);
}

/** A timed signature as it stands in a signature line. */
export function writeTimed({ time, signature }: TimedSignature): Uint8Array {
  const bytes = new Uint8Array(TIME_LENGTH + signature.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(time));
  bytes.set(signature, TIME_LENGTH);
  return bytes;
}

/** Reads what {@link writeTimed} writes; undefined for anything else. */
export function readTimed(bytes: Uint8Array): TimedSignature | undefined {
  if (bytes.length !== TIME_LENGTH + SIGNATURE_LENGTH) return undefined;
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0));
  return Number.isSafeInteger(time) ? { time, signature: bytes.slice(TIME_LENGTH) } : undefined;
}
