import type { IncomingMessage } from "node:http";
import { AnswerLost } from "./conversation.ts";

/**
 * Hands on the bytes of a response until it has ended, or broke, which is what it gives then; or until they are not
 * wanted, which closes the connection.
 */
export function readBytes(
  response: IncomingMessage,
  wants: (bytes: Buffer) => boolean,
): Promise<Error | undefined> {
  return new Promise((resolve) => {
    response.on("data", (bytes: Buffer) => {
      if (!wants(bytes)) response.destroy();
    });
    const closed = (): void => resolve(new Error("the connection was closed"));
    response.on("end", () => {
      response.off("close", closed);
      resolve(undefined);
    });
    response.on("error", resolve);
    if (response.closed) closed();
    else response.on("close", closed);
  });
}

/** The text of a response that is not larger than a limit in bytes. Rejects with `AnswerLost`. */
export async function readBody(response: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  const broken = await readBytes(response, (bytes) => {
    length += bytes.length;
    if (length <= limit) chunks.push(bytes);
    return length <= limit;
  });
  if (length > limit) throw new AnswerLost(`the server's answer is larger than ${limit} bytes`);
  if (broken !== undefined)
    throw new AnswerLost("the connection to the server broke in its answer", { cause: broken });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(
      chunks.length === 1 ? chunks[0] : Buffer.concat(chunks),
    );
  } catch (cause) {
    throw new AnswerLost("the server's answer is not UTF-8", { cause });
  }
}

/** Lets a response end whose content does not matter, so that its connection can be used again. */
export function discard(response: IncomingMessage): void {
  const timer = setTimeout(() => response.destroy(), 1000).unref();
  response.once("close", () => clearTimeout(timer)).resume();
}

/** What a response says it is, without parameters. */
export function contentType(response: IncomingMessage): string {
  const [type = ""] = (response.headers["content-type"] ?? "").split(";");
  return type.trim().toLowerCase();
}
