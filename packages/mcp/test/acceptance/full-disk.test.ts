import { expect, it, onTestFinished } from "vitest";
import { Place } from "./place.ts";
import { type Heard, HttpClient, PipeClient } from "./raw-client.ts";
import { POLICY, serving } from "./settings.ts";

/** Files may grow to half a megabyte; what is written beyond that fails. */
const SMALL = ["sh", "-c", 'ulimit -f 1024; exec "$@"', "sh"];

const FULL = { error: { code: -32_603, message: expect.stringContaining("nothing was run") } };

/** Calls until nothing can be recorded any more, and gives the first answer of that kind. */
async function fill(place: Place, call: (input: object) => Promise<Heard>): Promise<Heard> {
  for (let count = 0; count < 100; count += 1) {
    const before = place.callsOf("read").length;
    // oxlint-disable-next-line no-await-in-loop -- one after another
    const answer = await call({ count, x: "x".repeat(20_000) });
    const ran = place.callsOf("read").length - before;
    if (answer.error !== undefined && ran === 0 && count > 0) return answer;
    expect(ran).toBe(1);
  }
  throw new Error("there was room for everything");
}

it.each(["stdio", "HTTP"])(
  "a gateway over %s that can record nothing more lets nothing through until it is started again",
  async (transport) => {
    const place = new Place();
    onTestFinished(() => place.close());
    place.file("policy.yaml", POLICY);
    place.file("gateway.yaml", serving({ bank: { url: await place.listeningBank() } }));
    const parameters =
      transport === "stdio" ? place.wrapping("--name", "bank") : place.serving("gateway.yaml");
    const gateway = place.start([...SMALL, ...parameters]);
    const client =
      transport === "stdio" ? new PipeClient(gateway) : new HttpClient(await gateway.url());
    await client.initialize();
    const answer = await fill(place, (input) => client.call("read", input));
    expect(answer).toMatchObject(FULL);
    expect(JSON.stringify(answer)).not.toMatch(/disk|full|sqlite|audit\.db|I\/O/i);
    const before = place.received.length;
    // Small ones, for which there might be room, and those that need an approval or are denied, too.
    for (const amount of [1, 50, 5000]) {
      // oxlint-disable-next-line no-await-in-loop -- one after another
      expect(await client.call("pay", { amount })).toMatchObject(FULL);
      // oxlint-disable-next-line no-await-in-loop -- one after another
      expect(await client.callModern("pay", { amount: amount + 1 })).toMatchObject(FULL);
    }
    expect(place.callsOf("pay")).toEqual([]);
    expect(place.received.slice(before).filter(({ method }) => method === "tools/call")).toEqual(
      [],
    );
    // Whoever watches over it hears that it has to be started again.
    expect(await readiness(client)).toEqual({ ready: false, waiting: ["log"] });
    await gateway.stop();
    expect(gateway.errors.join("\n")).toContain("the audit trail is closed");
    expect(await place.run("verify")).toMatchObject({ code: 0 });
    const again = new PipeClient(place.wrap("--name", "bank"));
    await again.initialize();
    expect((await again.call("read")).result?.content?.[0]?.text).toBe("ran read");
  },
);

async function readiness(client: PipeClient | HttpClient): Promise<unknown> {
  // Who speaks on standard input and output is asked by nobody.
  if (client instanceof PipeClient) return { ready: false, waiting: ["log"] };
  return (await fetch(new URL("/readyz", client.url))).json();
}
