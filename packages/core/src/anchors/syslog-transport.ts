import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { connect } from "node:net";

/** A server that takes connections: an address, or a socket in the file system. */
export type StreamTarget =
  | { readonly host: string; readonly port: number }
  | { readonly path: string };

/** Sends a message as one datagram; nobody says whether it came. */
export async function sendDatagram(message: Buffer, host: string, port: number): Promise<void> {
  const { address, family } = await lookup(host);
  const socket = createSocket(family === 6 ? "udp6" : "udp4");
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.send(message, port, address, (error) => (error ? reject(error) : resolve()));
    });
  } finally {
    socket.close();
  }
}

/**
 * Sends a message over a connection of its own, with its length before it, and waits until the server has closed its
 * side: until then it may not have read it. Throws `Error` where that takes longer than so many milliseconds.
 */
export async function sendOverStream(
  message: Buffer,
  target: StreamTarget,
  milliseconds: number,
): Promise<void> {
  const socket = connect(target);
  // Not a time of silence: a server that goes on sending must not hold up the log either.
  const timer = setTimeout(
    () => socket.destroy(new Error(`it took longer than ${milliseconds} ms`)),
    milliseconds,
  );
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("error", reject);
      socket.once("close", (failed) => {
        if (!failed) resolve();
      });
      // What the server sends is of no use, but unread it would keep the connection open.
      socket.resume();
      socket.end(Buffer.concat([Buffer.from(`${message.length} `), message]));
    });
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}
