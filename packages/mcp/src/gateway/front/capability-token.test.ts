import { expect, it } from "vitest";
import { capabilityTokenIn, saidByStatus } from "./capability-token.ts";

it.each([
  ["Bearer capfence1.a.b", "capfence1.a.b"],
  ["bearer  capfence1.a.b", "capfence1.a.b"],
  ["Bearer\tcapfence1.a.b", "capfence1.a.b"],
  ["Bearer capfence1.a=.b", "capfence1.a=.b"],
  ["Bearer capfence1.a.b, Bearer x", "capfence1.a.b, Bearer x"],
  ["Bearer capfence1.a b", "capfence1.a b"],
  ["Bearer capfence1", "capfence1"],
])("%j shows a token, good or not", (authorization, bearer) => {
  expect(capabilityTokenIn({ authorization })).toEqual({ bearer });
});

it.each(["Bearer eyJ.a.b", "Bearer capfence1-of-old", "Basic capfence1.a.b", "capfence1.a.b"])(
  "%j says who calls, or nothing",
  (authorization) => {
    expect(capabilityTokenIn({ authorization })).toEqual({});
  },
);

const denied = {
  result: { isError: true },
  unauthorized: { status: 401 as const, challenge: 'Bearer error="invalid_token"' },
};

it.each([{}, { authorization: "Bearer capfence1.a.b" }])(
  "with the headers %j a denial for a token is said by the status",
  (headers) => {
    expect(saidByStatus(denied, headers)).toBe(denied);
  },
);
