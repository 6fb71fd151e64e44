import { expect, test } from "vitest";
import { EventStore } from "./event-store.ts";

test("keeps a thousand events of all streams, and drops the oldest", () => {
  const store = new EventStore();
  for (let at = 1; at <= 1000; at += 1) store.append(at % 2, `${at}`);
  expect([store.hasLost(0, 0), store.hasLost(1, 0)]).toEqual([false, false]);
  store.append(0, "one more");
  expect([store.hasLost(0, 0), store.hasLost(1, 0), store.hasLost(1, 1)]).toEqual([
    false,
    true,
    false,
  ]);
  expect(
    store
      .after(1, 0)
      .map(({ text }) => text)
      .slice(0, 2),
  ).toEqual(["3", "5"]);
  expect(store.after(0, 999).map(({ text }) => text)).toEqual(["1000", "one more"]);
  expect(store.latest).toBe(1001);
});

test("keeps four mebibytes, however few events that are", () => {
  const store = new EventStore();
  const mebibyte = "ä".repeat(1024 * 512);
  for (let at = 0; at < 5; at += 1) store.append(at, mebibyte);
  expect([0, 1, 2, 3, 4].map((stream) => store.isGone(stream))).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
  store.append(5, mebibyte.repeat(5));
  expect([1, 2, 3, 4, 5].every((stream) => store.isGone(stream))).toBe(true);
  expect(store.hasLost(5, store.latest - 1)).toBe(true);
});

test("a stream that is forgotten has lost nothing", () => {
  const store = new EventStore();
  for (let at = 0; at < 1001; at += 1) store.append(at, "x");
  expect([store.isGone(0), store.hasLost(0, 0)]).toEqual([true, true]);
  store.forget(0);
  expect([store.isGone(0), store.hasLost(0, 0)]).toEqual([true, false]);
});
