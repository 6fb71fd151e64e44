import { afterAll, beforeAll, expect, it } from "vitest";
import { appending, collect, entries, writer } from "../test/fixtures.ts";
import { schemaOf, ServerHarness } from "../test/harness.ts";
import { PostgresStorage } from "./postgres-storage.ts";

const harness = new ServerHarness();
beforeAll(() => harness.start(), 60_000);
afterAll(() => harness.stop());

it("shows a log as it was when it was opened, and cannot change it", async () => {
  const engine = await harness.open();
  await engine.commit(appending(...entries(1, 1, 2)));
  const connectionString = harness.server.url();
  const before = await PostgresStorage.openSnapshot({
    connectionString,
    schema: schemaOf(engine),
  });
  await engine.commit(appending(...entries(1, 3, 1), ...entries(2, 1, 1)));
  expect(await before.entryCount).toBe(2);
  expect(await collect(before.entries())).toEqual(entries(1, 1, 2));
  expect(await collect(before.entries(writer(1), 2))).toEqual(entries(1, 2, 1));
  expect(await before.openings()).toEqual(entries(1, 1, 1));
  expect(await before.head(writer(2))).toBeUndefined();
  await expect(before.commit(appending(...entries(3, 1, 1)))).rejects.toThrow("can only be read");
  await before.close();
  expect(await engine.entryCount).toBe(4);
  await engine.close();
  await expect(PostgresStorage.openSnapshot({ connectionString, schema: "none" })).rejects.toThrow(
    'there is no audit log in the schema "none"',
  );
});
