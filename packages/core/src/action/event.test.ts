import { describe, expect, it } from "vitest";
import { CapabilityError, ConfigurationError, JsonError } from "../errors.ts";
import { ActionEvent, type ActionEventInput } from "./event.ts";

const transfer = (): ActionEvent =>
  ActionEvent.create({
    actor: "agent",
    resource: "payments.eu",
    action: "transfer",
    environment: "Production",
    userRole: "clerk",
    callerDepth: 1,
    amount: 5,
    to: { name: "ann" },
  });

/** What `{ ...event, ...changes }` gives: it looks like an event, but `create` did not make it. */
const copyOf = (changes: object = {}): ActionEvent => Object.assign({}, transfer(), changes);

/** What callers without types may pass. */
const create = (input: unknown): ActionEvent => ActionEvent.create(input as ActionEventInput);

describe("ActionEvent.create", () => {
  it("reads who, what and where, and takes other keys as arguments", () => {
    expect(transfer()).toMatchObject({
      actor: "agent",
      resource: "payments.eu",
      action: "transfer",
      environment: "production",
      capability: "payments.transfer.eu",
      alias: "payments.eu.transfer.production",
      payload: { amount: 5, to: { name: "ann" } },
      context: { userRole: "clerk", callerDepth: 1 },
    });
  });

  it("reads a capability given outright and has no alias for it", () => {
    const event = create({ actor: "a", capability: "Shell.Execute", environment: "test" });
    expect(event).toMatchObject({ capability: "shell.execute.test", alias: undefined });
    expect(event).toMatchObject({ resource: "shell", action: "execute", payload: {} });
  });

  it("is frozen at every depth", () => {
    const event = transfer();
    expect(() => Object.assign(event, { capability: "a.b" })).toThrow(TypeError);
    expect(() => Object.assign(event.payload, { amount: 1 })).toThrow(TypeError);
    expect(() => Object.assign(event.payload["to"] as object, { name: "eve" })).toThrow(TypeError);
    expect(() => Object.assign(event.context, { userRole: "admin" })).toThrow(TypeError);
  });

  it("does not see later changes of what it was made from", () => {
    const payload = { items: [{ amount: 1 }] };
    const event = ActionEvent.create({ actor: "a", capability: "a.b", payload });
    payload.items.push({ amount: 1000 });
    payload.items[0] = { amount: 2000 };
    expect(event.payload).toStrictEqual({ items: [{ amount: 1 }] });
  });

  it("never takes a fact of the host from the payload, nor an argument from the host", () => {
    const payload = { userRole: "admin", environment: "test", actor: "root", capability: "x.y" };
    const event = ActionEvent.create({ actor: "a", capability: "a.b", payload });
    expect(event.context).toStrictEqual({});
    expect(event).toMatchObject({ actor: "a", capability: "a.b", environment: undefined, payload });
    const spread = ActionEvent.create({ actor: "a", capability: "a.b", userRole: "admin", x: 1 });
    expect(spread.payload).toStrictEqual({ x: 1 });
  });

  it("refuses other keys beside a payload, which may be misspelled facts", () => {
    expect(() => create({ actor: "a", capability: "a.b", payload: {}, userrole: "admin" })).toThrow(
      'unknown key "userrole" beside payload; put arguments inside payload, or check the spelling',
    );
  });

  it.each([
    ["nothing", undefined, ConfigurationError, "an event is made from an object, got undefined"],
    ["null", null, ConfigurationError, "an event is made from an object, got null"],
    ["text", "shell.execute", ConfigurationError, "an event is made from an object"],
    ["no actor", { capability: "a.b" }, ConfigurationError, "actor must be text"],
    ["an empty actor", { actor: "", capability: "a.b" }, ConfigurationError, "must not be empty"],
    [
      "an actor that is not text",
      { actor: {}, capability: "a.b" },
      ConfigurationError,
      "actor must",
    ],
    ["no capability", { actor: "a" }, ConfigurationError, "needs a resource and an action"],
    ["half a capability", { actor: "a", resource: "b" }, ConfigurationError, "needs a resource"],
    ["a null capability", { actor: "a", capability: null }, CapabilityError, "must be text"],
    ["a list as capability", { actor: "a", capability: ["a.b"] }, CapabilityError, "must be text"],
    ["a wildcard", { actor: "a", capability: "a.*" }, CapabilityError, "is not valid"],
    [
      "a list as resource",
      { actor: "a", resource: ["a"], action: "b" },
      ConfigurationError,
      "needs",
    ],
    [
      "an environment that is not text",
      { actor: "a", capability: "a.b", environment: 5 },
      CapabilityError,
      "environment must be text",
    ],
    [
      "a dotted environment",
      { actor: "a", capability: "a.b", environment: "x.y" },
      CapabilityError,
      "must not contain a dot",
    ],
    ["a list as payload", { actor: "a", capability: "a.b", payload: [1] }, JsonError, "an array"],
    ["text as payload", { actor: "a", capability: "a.b", payload: "{}" }, JsonError, "type string"],
    ["null as payload", { actor: "a", capability: "a.b", payload: null }, JsonError, "got null"],
    [
      "a function in the payload",
      { actor: "a", capability: "a.b", payload: { f: () => 1 } },
      JsonError,
      "$.f: a value of type function is not JSON",
    ],
    ["a Date as argument", { actor: "a", capability: "a.b", at: new Date() }, JsonError, "$.at"],
    [
      "an own __proto__",
      JSON.parse('{"actor": "a", "capability": "a.b", "__proto__": {"x": 1}}'),
      JsonError,
      "this key is refused",
    ],
  ])("refuses %s with a clear error", (_name, input, kind, message) => {
    expect(() => create(input)).toThrow(kind);
    expect(() => create(input)).toThrow(message);
  });

  it("is not fooled by a capability that is one text when tested and another when used", () => {
    let reads = 0;
    const capability = { toString: () => (reads++ === 0 ? "safe.read" : "shell.execute") };
    expect(() => create({ actor: "a", capability })).toThrow(CapabilityError);
    expect(reads).toBe(0);
  });
});

describe("ActionEvent.from", () => {
  it("gives an event that create made back as it is", () => {
    const event = transfer();
    expect(ActionEvent.from(event)).toBe(event);
  });

  it("checks a spread copy again and comes to the same event", () => {
    const copy = ActionEvent.from(copyOf());
    expect(copy).not.toBe(transfer());
    expect(copy).toStrictEqual(transfer());
  });

  it("completes the capability of a copy no further", () => {
    for (const capability of ["a", "a.b", "a.b.c", "test", "test.test"]) {
      const event = create({ actor: "a", capability, environment: "test" });
      expect(ActionEvent.from(Object.assign({}, event))).toStrictEqual(event);
    }
  });

  it("completes the capability of an event made by hand", () => {
    const byHand = copyOf({ alias: undefined, capability: "test", environment: "test" });
    expect(ActionEvent.from(byHand).capability).toBe("test.test");
  });

  it("does not believe a changed capability of a dotted resource", () => {
    const forged = copyOf({ capability: "safe.read" });
    expect(ActionEvent.from(forged).capability).toBe("payments.transfer.eu");
  });

  it("freezes the payload of a hand-made event", () => {
    const payload = { amount: 5 };
    const event = ActionEvent.from(copyOf({ payload }));
    payload.amount = 5000;
    expect(event.payload).toStrictEqual({ amount: 5 });
  });

  it.each([
    ["a capability out of grammar", { alias: undefined, capability: "a.b\n" }, CapabilityError],
    ["a capability that is not text", { alias: undefined, capability: ["a.b"] }, CapabilityError],
    ["a capability that is a number", { alias: undefined, capability: 5 }, CapabilityError],
    ["an actor that is not text", { actor: 5 }, ConfigurationError],
    ["an invisible actor", { actor: "\u200b" }, ConfigurationError],
    ["a fact that is not text", { context: { userRole: ["admin"] } }, ConfigurationError],
    ["a fact that is unknown", { context: { isAdmin: true } }, ConfigurationError],
    ["a payload that is not JSON", { payload: { f: () => 1 } }, JsonError],
    ["a payload with a Proxy", { payload: new Proxy({}, {}) }, JsonError],
  ])("refuses a copy with %s", (_name, change, kind) => {
    expect(() => ActionEvent.from(copyOf(change))).toThrow(kind);
  });

  it.each([undefined, null, 5, "event"])("refuses %s, which is no event", (value) => {
    expect(() => ActionEvent.from(value as unknown as ActionEvent)).toThrow(
      "expected an event, got",
    );
  });

  it("judges what stands behind a Proxy, not the Proxy", () => {
    let reads = 0;
    const proxy = new Proxy(copyOf(), {
      get(target, key, receiver): unknown {
        if (key === "payload") return { amount: (reads += 1) };
        return Reflect.get(target, key, receiver);
      },
    });
    const event = ActionEvent.from(proxy);
    expect(event).not.toBe(proxy);
    expect(event.payload).toStrictEqual({ amount: 1 });
    expect(event.payload).toStrictEqual({ amount: 1 });
  });
});
