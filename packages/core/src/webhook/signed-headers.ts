/** The headers of one attempt to send a message, signed with every secret as Standard Webhooks says. */
export async function signedHeaders(
  id: string,
  body: string,
  secrets: readonly string[],
  now: number,
): Promise<Readonly<Record<string, string>>> {
  const headers = { "webhook-id": id, "webhook-timestamp": String(Math.floor(now / 1000)) };
  if (secrets.length === 0) return headers;
  // Every runtime knows of webhooks, and few have one: loaded when it is needed.
  const { Webhook } = await import("standardwebhooks");
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, new Date(now), body));
  return { ...headers, "webhook-signature": signatures.join(" ") };
}
