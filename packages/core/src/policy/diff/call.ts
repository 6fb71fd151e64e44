import { ActionEvent, type ActionEventInput } from "../../action/event.ts";
import { isJsonObject, type Json, type JsonObject } from "../../encoding/json.ts";
import { CapFenceError } from "../../errors.ts";
import { parsePointer } from "../payload/json-pointer.ts";
import type { Asked } from "./spelling.ts";

/** What stands at each place of a call, as `Samples.at` names places; a place that is not there is left out. */
export type Filling = ReadonlyMap<string, Json>;

/** A call of an agent: what it asks for, with the filled places. */
export function makeCall(asked: Asked, filling: Filling): ActionEventInput {
  const facts: Record<string, Json> = {};
  let payload: JsonObject = {};
  for (const [place, value] of filling)
    if (place === "" && isJsonObject(value)) payload = { ...value, ...payload };
    else if (place.startsWith("/")) payload = withValue(payload, parsePointer(place) ?? [], value);
    else facts[place] = value;
  return { actor: "agent", ...facts, ...asked, payload };
}

/** The event of a call; undefined for a call that no host could make. */
export function eventOf(call: ActionEventInput): ActionEvent | undefined {
  try {
    return ActionEvent.create(call);
  } catch (error) {
    if (error instanceof CapFenceError) return undefined;
    throw error;
  }
}

function withValue(object: JsonObject, tokens: readonly string[], value: Json): JsonObject {
  const [token, ...rest] = tokens;
  if (token === undefined) return object;
  if (rest.length === 0) return { ...object, [token]: value };
  const inner = Object.hasOwn(object, token) ? object[token] : undefined;
  return { ...object, [token]: withValue(isJsonObject(inner) ? inner : {}, rest, value) };
}
