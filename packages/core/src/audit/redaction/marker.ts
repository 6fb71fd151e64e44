import { isJsonObject, type Json } from "../../encoding/json.ts";
import { digestJson } from "../../encoding/sha256.ts";

/**
 * What stands in a record where something is redacted.
 *
 * A caller can send the same shape: only what the record's `redacted` lists is a marker.
 */
export type RedactionMarker = {
  /** Whether a value is hidden, or a member whose name is hidden with it. */
  readonly redacted: "value" | "member";
  /** See {@link markerFor}. */
  readonly sha256: string;
};

/** What a marker stands for, and the salt that keeps it from being guessed. */
export interface Hidden {
  /** Where the marker stands in the record. */
  readonly pointer: string;
  readonly salt: string;
  /** The member's name, where that is hidden as well. */
  readonly name?: string | undefined;
  readonly value: Json;
}

/** The marker of what is hidden: SHA-256 over the RFC 8785 form of `[salt, pointer, value]` or `[salt, pointer, name, value]`. */
export function markerFor({ pointer, salt, name, value }: Hidden): RedactionMarker {
  return name === undefined
    ? Object.freeze({ redacted: "value", sha256: digestJson([salt, pointer, value]) })
    : Object.freeze({ redacted: "member", sha256: digestJson([salt, pointer, name, value]) });
}

/** Whether a value has the shape of a marker; whether it is one, the record's `redacted` says. */
export function hasMarkerShape(value: Json | undefined): value is RedactionMarker {
  return (
    isJsonObject(value) &&
    Object.keys(value).length === 2 &&
    (value["redacted"] === "value" || value["redacted"] === "member") &&
    typeof value["sha256"] === "string" &&
    /^[0-9a-f]{64}$/.test(value["sha256"])
  );
}
