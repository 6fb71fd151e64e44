import { type Agent, type IncomingMessage, request } from "node:http";

/** An HTTP request to the gateway. */
export interface Post {
  readonly url: string;
  readonly agent: Agent;
  readonly method?: "POST" | "GET" | "DELETE";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

const SENT = {
  "content-type": "application/json",
  accept: "application/json, text/event-stream",
};

/** Sends it, and gives the head of the response. */
export function send({
  url,
  agent,
  method = "POST",
  headers,
  body,
}: Post): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, agent, headers: { ...SENT, ...headers } });
    sent.once("response", resolve).once("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** What a call is to come to. */
export type Expected = "allowed" | "denied" | "held";

/** The arguments of a call of one of the upstreams that comes to that, and what its answer has in it. */
export function callOf(
  upstream: string,
  expected: Expected,
): { readonly params: { readonly name: string }; readonly says: RegExp } {
  const name = expected === "held" ? "remove" : "look_up";
  const whose = expected === "denied" ? "secret-plans" : "somebody";
  const params = { name: `${upstream}__${name}`, arguments: { name: whose } };
  return { params, says: SAYS[expected] };
}

const SAYS = {
  allowed: /"text":"done"/,
  denied: /"isError":true.*nobody may/s,
  held: /"isError":true.*approv/s,
};

/** What the call with a number comes to: most are allowed. */
export function expectedOf(number: number): Expected {
  if (number % 50 === 0) return "held";
  return number % 4 === 0 ? "denied" : "allowed";
}
