import { expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { ActionEvent } from "../../action/event.ts";
import type { JsonObject } from "../../encoding/json.ts";

const good = "https://a.example.com";

function explained(condition: string, payload: JsonObject): unknown {
  const event = ActionEvent.create({ actor: "agent", capability: "a.b", payload });
  const system = policy(`allow: [{ capability: a.b, url: ${condition} }]`);
  return system.explain(event).rules[0]?.conditions;
}

it.each<[JsonObject, string]>([
  [{}, "there is no URL or host"],
  [{ url: "/x" }, "a path stands where a URL belongs"],
  [
    { urls: Array.from({ length: 257 }, () => good) },
    "there are more than 256 URLs, or too many arguments to search",
  ],
  [{ urls: [good, `${good}\\x`] }, `the URL "${good}\\x" holds a backslash`],
  [{ url: `${good}/${"x".repeat(80)} y` }, `the URL "${good}/${"x".repeat(58)}" holds white space`],
  [{ host: "a.example.com", port: "x" }, 'the URL "a.example.com" has a port beside it'],
  [
    { url: `${good}?u=http://127.0.0.1` },
    `the URL "${good}?u=http://127.0.0.1" holds another that is not surely public`,
  ],
  [{ urls: [good, "http://db/"] }, 'the URL "http://db/" may lead to a private address'],
  [{ host: "a.example.com" }, "what the rule asks of the URL is not written in it"],
])("a URL condition over %j is uncertain because %s", (payload, words) => {
  expect(explained("{ schemes: [http, https] }", payload)).toMatchObject([
    { key: "url", truth: "uncertain", doubt: expect.stringContaining(words) as unknown },
  ]);
});
