import { describeStorageEngine } from "@capfence/testkit";
import { afterAll, beforeAll, describe } from "vitest";
import { PgliteHarness, ServerHarness } from "../test/harness.ts";

describe.each([new ServerHarness(), new PgliteHarness()])("$name", (harness) => {
  beforeAll(() => harness.start(), 60_000);
  afterAll(() => harness.stop());
  describeStorageEngine({
    name: harness.name,
    open: () => harness.open(),
    reopen: (engine) => harness.reopen(engine),
  });
});
