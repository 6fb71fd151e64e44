import { isProxy } from "#platform";
import { JsonError } from "../errors.ts";
import { escapeControls } from "./escape-controls.ts";

/** A JSON value as RFC 8259 has it; never changed once CapFence holds it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** How deep and how large a value may be: nesting levels, and characters of keys and values together. */
export interface JsonLimits {
  readonly depth: number;
  readonly size: number;
}

/** The limits of a judged value. */
export const JSON_LIMITS: JsonLimits = {
  depth: 64,
  size: 1024 * 1024,
};

/** How many values a judged value may hold in all: every one costs whoever walks it, however short it is written. */
export const MOST_VALUES: number = 50_000;

/**
 * A deep-frozen copy of a plain JSON value; later changes to the original cannot reach it.
 *
 * Properties whose value is `undefined` are left out, as `JSON.stringify` does, and -0 becomes 0.
 * Throws `JsonError` for everything that is not plain data: accessors, Proxies, class instances,
 * cycles, functions, symbols, BigInt, NaN, infinities, integers beyond 2^53, lone surrogates, sparse arrays,
 * a key named `__proto__`, more than 64 levels, 50,000 values or 1 MiB.
 */
export function freezeJson(value: unknown): Json {
  return new Freezer().copy(value);
}

/** As {@link freezeJson}, for a value that must be an object. */
export function freezeJsonObject(value: unknown): JsonObject {
  const copy = freezeJson(value);
  if (isJsonObject(copy)) return copy;
  throw new JsonError(`expected a JSON object, got ${describeKind(value)}`);
}

/** Whether a JSON value is an object. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

class Freezer {
  readonly #open = new Set<object>();
  /** Where the value that is copied stands; put into words only for a fault, as most values have none. */
  readonly #place: (string | number)[] = [];
  #size = 0;
  #values = 0;

  copy(value: unknown): Json {
    this.#values += 1;
    if (this.#values > MOST_VALUES)
      throw this.#problem(`there are more than ${MOST_VALUES} values`);
    switch (typeof value) {
      case "boolean":
        this.#grow(5);
        return value;
      case "number":
        if (!Number.isFinite(value)) throw this.#problem(`${value} is not a JSON number`);
        // What one reader takes for exact and the next refuses must not get into a record.
        if (Number.isInteger(value) && !Number.isSafeInteger(value))
          throw this.#problem(`${value} cannot be held exactly; send it as text`);
        this.#grow(8);
        return value === 0 ? 0 : value;
      case "string":
        return this.#text(value);
      case "object":
        if (value !== null) return this.#container(value);
        this.#grow(4);
        return null;
      default:
        throw this.#problem(`${describeKind(value)} is not JSON`);
    }
  }

  #text(value: string): string {
    if (!value.isWellFormed()) throw this.#problem("text has a lone surrogate");
    this.#grow(value.length + 2);
    return value;
  }

  #container(value: object): Json {
    if (this.#place.length >= JSON_LIMITS.depth)
      throw this.#problem(`nested deeper than ${JSON_LIMITS.depth} levels`);
    if (isProxy(value)) throw this.#problem("a Proxy is not JSON; pass a plain object");
    if (this.#open.has(value)) throw this.#problem("refers back to itself");
    this.#open.add(value);
    this.#grow(2);
    const copy = Array.isArray(value) ? this.#array(value) : this.#object(value);
    this.#open.delete(value);
    return Object.freeze(copy);
  }

  #array(value: readonly unknown[]): Json[] {
    const { length } = value;
    if (Reflect.ownKeys(value).length !== length + 1)
      throw this.#problem("an array with holes or extra properties is not JSON");
    const copy: Json[] = [];
    for (let index = 0; index < length; index += 1) {
      this.#place.push(index);
      copy.push(this.copy(this.#property(value, index)));
      this.#place.pop();
    }
    return copy;
  }

  #object(value: object): JsonObject {
    const prototype: object | null = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype && !isForeignPlain(prototype))
      throw this.#problem(`${describeKind(value)} is not a plain object`);
    const copy: Record<string, Json> = {};
    for (const key of Reflect.ownKeys(value)) {
      if (typeof key === "symbol") throw this.#problem("has a symbol as a key");
      this.#place.push(key);
      if (key === "__proto__") throw this.#problem("this key is refused");
      const property = this.#property(value, key);
      if (property !== undefined) copy[this.#text(key)] = this.copy(property);
      this.#place.pop();
    }
    return copy;
  }

  #grow(characters: number): void {
    this.#size += characters;
    if (this.#size > JSON_LIMITS.size)
      throw this.#problem(`value is larger than ${JSON_LIMITS.size} characters`);
  }

  /** Reads a property without running code: an accessor could answer differently the second time. */
  #property(owner: object, key: string | number): unknown {
    const property = Object.getOwnPropertyDescriptor(owner, key);
    if (property === undefined) throw this.#problem("missing array element");
    if (!("value" in property)) throw this.#problem("a getter or setter is not JSON");
    if (property.enumerable !== true) throw this.#problem("a hidden property is not JSON");
    return property.value;
  }

  /** Keys are the agent's to choose, so a path is shown escaped and only so far. */
  #problem(message: string): JsonError {
    const steps = this.#place.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`));
    const path = `$${steps.join("")}`;
    return new JsonError(`${escapeControls(path.slice(0, SHOWN_PATH))}: ${message}`);
  }
}

const SHOWN_PATH = 200;

/** `Object.prototype` of another realm (a vm context, an iframe, a test runner). */
function isForeignPlain(prototype: object): boolean {
  return (
    !isProxy(prototype) &&
    Object.getPrototypeOf(prototype) === null &&
    Object.hasOwn(prototype, "hasOwnProperty") &&
    Object.hasOwn(prototype, "isPrototypeOf")
  );
}

function describeKind(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value !== "object") return `a value of type ${typeof value}`;
  const name = ownValue(ownValue(Object.getPrototypeOf(value), "constructor"), "name");
  return `an object of class "${typeof name === "string" ? escapeControls(name) : "unknown"}"`;
}

/** A property read without running code, so that naming a fault cannot be made to throw or lie. */
function ownValue(owner: unknown, key: string): unknown {
  const readable = (typeof owner === "object" && owner !== null) || typeof owner === "function";
  if (!readable || isProxy(owner)) return undefined;
  return Object.getOwnPropertyDescriptor(owner, key)?.value;
}
