import { connect } from "node:net";

/** Sends lines to a server as they are, and gives all that it sends until it or the time ends the connection. */
export async function sendRaw(url: string, text: string, time = 3000): Promise<string> {
  const { port } = new URL(url);
  return new Promise((resolve) => {
    let received = "";
    const socket = connect(Number(port), "127.0.0.1");
    socket.setTimeout(time, () => socket.destroy());
    socket.on("data", (chunk) => {
      received += chunk.toString();
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(received));
    socket.write(text);
  });
}

/** A POST request as it stands on the wire, with more headers than a client would send. */
export function rawPost(url: string, body: string, lines: readonly string[] = []): string {
  const { host, pathname } = new URL(url);
  const all = [
    `POST ${pathname} HTTP/1.1`,
    ...(lines.some((line) => line.startsWith("Host:")) ? [] : [`Host: ${host}`]),
    "Content-Type: application/json",
    "Accept: application/json, text/event-stream",
    "Authorization: Bearer alice",
    "Connection: close",
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...lines,
  ];
  return `${all.join("\r\n")}\r\n\r\n${body}`;
}
