import { allGrants, findGrant } from "@capfence/core";
import { expect } from "vitest";
import { Changes, CREATED, EXPIRES, grantOf, granting, usingGrant } from "../changes.ts";
import type { StorageCase } from "../storage-case.ts";

const endorsing = (by: string, at: number = CREATED) =>
  ({ type: "endorse", id: "a", endorsement: { by, at }, at: () => at }) as const;
const revoking = { type: "revoke", id: "a", revocation: { by: "dave", at: CREATED } } as const;

/** How grants change on an engine. */
export const grantStorageCases: readonly StorageCase[] = [
  {
    name: "keeps a grant as it was given, and no other under its id",
    async run(open) {
      const engine = await open();
      const changes = new Changes(engine);
      const grant = grantOf("a", { conditions: { args: { to: { in: ["bob"] } } }, reason: "é" });
      expect(await changes.apply(granting(grant))).toBe(true);
      expect(await changes.apply(granting(grantOf("a", { actor: "*" })))).toBe(false);
      expect(await findGrant(engine, "a")).toEqual(grant);
      expect(await changes.apply(granting(grantOf("b")))).toBe(true);
      expect((await allGrants(engine)).map(({ id }) => id)).toEqual(["a", "b"]);
    },
  },
  {
    name: "opens a grant once enough have endorsed it, and until it expires",
    async run(open) {
      const changes = new Changes(await open());
      await changes.apply(granting(grantOf("a", { quorum: 2 })));
      expect(await changes.apply(usingGrant("a"))).toBe(false);
      expect(await changes.apply(endorsing("carol"))).toBe(false);
      expect(await changes.apply(endorsing("dave", EXPIRES))).toBe(false);
      expect(await changes.apply(endorsing("dave"))).toBe(true);
      expect(await changes.apply(usingGrant("a"))).toBe(true);
      expect(await changes.apply(usingGrant("a", EXPIRES - 1))).toBe(true);
      expect(await changes.apply(usingGrant("a", EXPIRES))).toBe(false);
      expect(await changes.apply(usingGrant("nobody"))).toBe(false);
    },
  },
  {
    name: "opens nothing by a grant that was taken back, in the same moment and afterwards",
    async run(open) {
      const engine = await open();
      const [one, other] = [new Changes(engine), new Changes(engine)];
      await one.apply(granting(grantOf("a")));
      expect(await one.apply(usingGrant("a"))).toBe(true);
      expect(await other.apply(revoking)).toBe(true);
      expect(await other.apply(revoking)).toBe(false);
      expect(await one.apply(usingGrant("a"))).toBe(false);
      expect(await one.apply(endorsing("erin"))).toBe(false);
      expect(await findGrant(engine, "a")).toMatchObject({ revoked: { by: "dave" } });
    },
  },
];
