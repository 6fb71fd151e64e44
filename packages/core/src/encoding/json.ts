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
  return new Freezer().copy(value, "$", 1);
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
  #size = 0;
  #values = 0;

  copy(value: unknown, path: string, depth: number): Json {
    this.#values += 1;
    if (this.#values > MOST_VALUES)
      throw problem(path, `there are more than ${MOST_VALUES} values`);
    switch (typeof value) {
      case "boolean":
        this.#grow(5, path);
        return value;
      case "number":
        if (!Number.isFinite(value)) throw problem(path, `${value} is not a JSON number`);
        // What one reader takes for exact and the next refuses must not get into a record.
        if (Number.isInteger(value) && !Number.isSafeInteger(value))
          throw problem(path, `${value} cannot be held exactly; send it as text`);
        this.#grow(8, path);
        return value === 0 ? 0 : value;
      case "string":
        return this.#text(value, path);
      case "object":
        if (value !== null) return this.#container(value, path, depth);
        this.#grow(4, path);
        return null;
      default:
        throw problem(path, `${describeKind(value)} is not JSON`);
    }
  }

  #text(value: string, path: string): string {
    if (!value.isWellFormed()) throw problem(path, "text has a lone surrogate");
    this.#grow(value.length + 2, path);
    return value;
  }

  #container(value: object, path: string, depth: number): Json {
    if (depth > JSON_LIMITS.depth)
      throw problem(path, `nested deeper than ${JSON_LIMITS.depth} levels`);
    if (isProxy(value)) throw problem(path, "a Proxy is not JSON; pass a plain object");
    if (this.#open.has(value)) throw problem(path, "refers back to itself");
    this.#open.add(value);
    this.#grow(2, path);
    const copy = Array.isArray(value)
      ? this.#array(value, path, depth)
      : this.#object(value, path, depth);
    this.#open.delete(value);
    return Object.freeze(copy);
  }

  #array(value: readonly unknown[], path: string, depth: number): Json[] {
    const { length } = value;
    if (Reflect.ownKeys(value).length !== length + 1)
      throw problem(path, "an array with holes or extra properties is not JSON");
    const copy: Json[] = [];
    for (let index = 0; index < length; index += 1) {
      const place = `${path}[${index}]`;
      copy.push(this.copy(dataProperty(value, String(index), place), place, depth + 1));
    }
    return copy;
  }

  #object(value: object, path: string, depth: number): JsonObject {
    const prototype: object | null = Object.getPrototypeOf(value);
    if (prototype !== null && prototype !== Object.prototype && !isForeignPlain(prototype))
      throw problem(path, `${describeKind(value)} is not a plain object`);
    const copy: Record<string, Json> = {};
    for (const key of Reflect.ownKeys(value)) {
      if (typeof key === "symbol") throw problem(path, "has a symbol as a key");
      const place = `${path}.${key}`;
      if (key === "__proto__") throw problem(place, "this key is refused");
      const property = dataProperty(value, key, place);
      if (property === undefined) continue;
      copy[this.#text(key, place)] = this.copy(property, place, depth + 1);
    }
    return copy;
  }

  #grow(characters: number, path: string): void {
    this.#size += characters;
    if (this.#size > JSON_LIMITS.size)
      throw problem(path, `value is larger than ${JSON_LIMITS.size} characters`);
  }
}

/** Reads a property without running code: an accessor could answer differently the second time. */
function dataProperty(owner: object, key: string, path: string): unknown {
  const property = Object.getOwnPropertyDescriptor(owner, key);
  if (property === undefined) throw problem(path, "missing array element");
  if (!("value" in property)) throw problem(path, "a getter or setter is not JSON");
  if (property.enumerable !== true) throw problem(path, "a hidden property is not JSON");
  return property.value;
}

const SHOWN_PATH = 200;

/** Keys are the agent's to choose, so a path is shown escaped and only so far. */
function problem(path: string, message: string): JsonError {
  return new JsonError(`${escapeControls(path.slice(0, SHOWN_PATH))}: ${message}`);
}

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
