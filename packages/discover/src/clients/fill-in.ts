import type { Host } from "./host.ts";

/** Where a text stands that references are filled into. */
export interface Place {
  readonly host: Host;
  /** Where the server is started. */
  readonly folder: string;
  /** Whether what is filled in leaves the machine: in a URL or a header. */
  readonly isRemote: boolean;
}

/** What was made of the references of a text. */
interface Filled {
  readonly text: string;
  /** The variables whose values are in it, with those values. */
  readonly used: ReadonlyMap<string, string>;
  /** Why it could not be filled in. */
  readonly fault?: string;
}

/** Fills in what stands for something else. */
export type FillIn = (text: string, place: Place) => Filled;

/** What a reference stands for: a text, the value of a variable, or nothing that can be known here. */
export type Meaning =
  | { readonly text: string; readonly variable?: string }
  | { readonly fault: string };

/** Fills in every `${...}` that means something; what means nothing stays as it is. */
export function fillWith(
  meaningOf: (reference: string, place: Place) => Meaning | undefined,
): FillIn {
  return (text, place) => {
    const used = new Map<string, string>();
    let fault: string | undefined;
    const filled = text.replace(/\$\{([^{}]*)\}/g, (whole, reference: string) => {
      const meaning = meaningOf(reference, place);
      if (meaning === undefined) return whole;
      if ("fault" in meaning) {
        fault ??= meaning.fault;
        return whole;
      }
      if (meaning.variable !== undefined) used.set(meaning.variable, meaning.text);
      return meaning.text;
    });
    return { text: filled, used, ...(fault === undefined ? {} : { fault }) };
  };
}

/** For clients in which nothing stands for anything else. */
export const fillNothing: FillIn = (text) => ({ text, used: new Map() });
