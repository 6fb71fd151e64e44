import { AmountKeys, type JsonObject } from "@capfence/core";
import type { Parameter } from "../meaning/examined-tool.ts";
import { pointerPart } from "../texts/json-pointer.ts";

/** How much a tool may move, for its owner to correct. */
export interface MoneyBound {
  /** The most of one call. */
  readonly most: number;
  /** Whether that is what the tool's schema says. */
  readonly isFromSchema: boolean;
  /** Where the amounts are, if conditions on amounts do not find them by themselves. */
  readonly pointers?: readonly string[];
}

/** What stands there until the owner has said how much, in whole units of money. */
const PLACEHOLDER = 100;
const MINOR_UNITS_IN_ONE = 100;
/** A maximum beyond this holds nobody back. */
const LARGEST = 1_000_000;

/** The bound of a tool by its parameters; undefined where no condition on amounts would find any in its calls. */
export function moneyBoundOf(parameters: readonly Parameter[]): MoneyBound | undefined {
  const keys = new AmountKeys();
  const amounts = parameters.filter(({ name }) => keys.meaningOf(name) !== "other");
  const isMinor = amounts.some(({ name }) => keys.meaningOf(name) === "minor-units");
  if (amounts.length === 0) return undefined;
  // Amounts in minor units are read only where they are declared, and then nothing else is.
  if (isMinor && amounts.some(({ name, path }) => name !== path)) return undefined;
  const maxima = amounts
    .map(({ schemas }) => maximumOf(schemas))
    .filter((one) => one !== undefined);
  const isFromSchema = maxima.length > 0;
  const placeholder = isMinor ? PLACEHOLDER * MINOR_UNITS_IN_ONE : PLACEHOLDER;
  const pointers = amounts.map(({ name }) => pointerPart(name));
  return {
    most: isFromSchema ? Math.max(...maxima) : placeholder,
    isFromSchema,
    ...(isMinor ? { pointers } : {}),
  };
}

/** The most that every one of the schemas lets through, if it is a bound at all. */
function maximumOf(schemas: readonly JsonObject[]): number | undefined {
  const maxima = schemas.map(({ maximum, exclusiveMaximum }) => {
    const bounds = [maximum, exclusiveMaximum].filter((bound) => typeof bound === "number");
    return bounds.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...bounds);
  });
  const most = maxima.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...maxima);
  return most > 0 && most <= LARGEST && String(most).length <= 12 ? most : undefined;
}
