import type { GuardOptions } from "@capfence/core";

/** The arguments of the suite's tool; all three are required, and there are no others. */
export interface TransferInput {
  readonly amount: number;
  readonly to: string;
  readonly tags: readonly string[];
}

/** JSON Schema of {@link TransferInput}. */
export interface TransferSchema {
  readonly type: "object";
  readonly properties: {
    readonly amount: { readonly type: "number" };
    readonly to: { readonly type: "string" };
    readonly tags: { readonly type: "array"; readonly items: { readonly type: "string" } };
  };
  readonly required: ["amount", "to", "tags"];
  readonly additionalProperties: false;
}

/** The tool that the suite puts behind an adapter. */
export interface SuiteTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: TransferSchema;
  /** The tool's body: to be called with what the framework hands over, and the framework's abort signal if it has one. */
  readonly run: (input: TransferInput, signal?: AbortSignal) => Promise<string>;
}

/** A tool behind an adapter, as its framework calls it. */
export interface AdaptedTool {
  /**
   * Calls the guarded tool as the framework does for a model. Gives what the tool gave, and throws what the
   * framework's caller gets to see.
   */
  call(input: unknown, signal?: AbortSignal): Promise<unknown>;
  /** The text the model reads in a denial; undefined for anything but the framework's own denial. By default the output itself. */
  denialOf?(output: unknown): string | undefined;
  /** What the framework shows the model of the tool (name, description, schema): without the guard, and with it. */
  readonly shown?: { readonly original: unknown; readonly guarded: unknown };
  /** Lets go of servers and connections. */
  close?(): void | Promise<void>;
}

/** Puts a tool behind an adapter under test, with the options every adapter takes. */
export type AdapterHarness = (
  tool: SuiteTool,
  options: GuardOptions,
) => AdaptedTool | Promise<AdaptedTool>;
