/* oxlint-disable no-underscore-dangle -- `_call` is LangChain's name */
import { type Enforcement, snapshot } from "@capfence/core/adapter";
import type { CallbackManagerForToolRun } from "@langchain/core/callbacks/manager";
import { parseCallbackConfigArg } from "@langchain/core/callbacks/manager";
import { StructuredTool, type ToolRunnableConfig } from "@langchain/core/tools";
import { contextOf, withJudgedCall } from "./call-context.ts";
import { denialOf, isErrorMessage } from "./denial.ts";
import type { LangChainCall } from "./options.ts";
import { runOrPause } from "./run-or-pause.ts";
import { definitionOf } from "./tool-definition.ts";

/** The part of a tool that runs it, after its schema has parsed the input. */
type Run = (
  input: unknown,
  runManager?: CallbackManagerForToolRun,
  config?: ToolRunnableConfig,
) => unknown;

/** A LangChain tool as far as the guard looks into it. */
export interface InnerTool extends Omit<StructuredTool, "_call"> {
  readonly _call: Run;
  /** A second way in, which tools made from a function have. */
  readonly func?: Run;
  /** Pairs a tool that the client runs with its code. */
  readonly implement?: (execute: unknown) => object;
}

/** A tool that runs another one only as the policy allows. Nothing leads from it to the tool it guards. */
export class GuardedTool extends StructuredTool {
  override name: string;
  override description: string;
  override schema: StructuredTool["schema"];
  /** Only where the guarded tool has one. */
  declare func?: Run;
  /** Only where the guarded tool has one. */
  declare implement?: (execute: unknown) => object;
  readonly #inner: InnerTool;
  readonly #toolName: string;
  readonly #definition: object;
  readonly #enforcement: Enforcement<LangChainCall>;

  constructor(inner: InnerTool, enforcement: Enforcement<LangChainCall>) {
    super(settingsOf(inner));
    this.name = inner.name;
    this.description = inner.description;
    this.schema = inner.schema;
    this.returnDirect = inner.returnDirect;
    this.#inner = inner;
    this.#toolName = inner.name;
    this.#definition = definitionOf(inner);
    this.#enforcement = enforcement;
    if (inner.func !== undefined) this.func = (...call) => this._call(...call);
    if (inner.implement !== undefined) this.implement = (execute) => ({ tool: this, execute });
  }

  static override lc_name(): string {
    return "CapFenceTool";
  }

  override call(
    input: unknown,
    configOrCallbacks?: ToolRunnableConfig,
    tags?: string[],
  ): Promise<never> {
    const config: ToolRunnableConfig = { ...parseCallbackConfigArg(configOrCallbacks) };
    config.runName ??= this.name;
    const isText = typeof input === "string" || input === undefined || input === null;
    const given = isText && takesText(this.schema) ? { input } : input;
    return super.call(snapshot(given) as never, config, tags) as Promise<never>;
  }

  /** Where `invoke`, `call`, `stream`, `batch`, `func` and all that is built on them arrive, past the schema. */
  protected override _call(
    parsed: unknown,
    runManager?: CallbackManagerForToolRun,
    config?: ToolRunnableConfig,
  ): Promise<unknown> {
    const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    return runOrPause<unknown>(this.#enforcement, {
      toolName: this.#toolName,
      input: isObject ? parsed : { input: parsed },
      definition: this.#definition,
      native: config,
      context: contextOf(config),
      ...(config?.signal === undefined ? {} : { signal: config.signal }),
      isFailure: isErrorMessage,
      // Not the inner `invoke`: it would parse again (and transform twice) and report a second run to callbacks.
      invoke: (judged) =>
        this.#inner._call(
          isObject ? judged : judged["input"],
          runManager,
          withJudgedCall(config, judged),
        ),
      deny: (blocked) => {
        const denial = denialOf(blocked, this.#toolName, config);
        return this.responseFormat === "content_and_artifact" ? [denial, undefined] : denial;
      },
    });
  }
}

/** Everything of a tool but its code, for the constructor of another. */
function settingsOf(tool: InnerTool): object {
  const { callbacks, tags, metadata, verbose, responseFormat } = tool;
  const { defaultConfig, verboseParsingErrors, extras } = tool;
  const settings = { callbacks, tags, metadata, verbose, responseFormat };
  return { ...settings, defaultConfig, verboseParsingErrors, extras };
}

/** Whether this is the schema of LangChain's `Tool`, which turns `{ input }` into a text; duplicated copies included. */
function takesText(schema: unknown): boolean {
  const { _def: definition } = schema as {
    readonly _def?: { readonly typeName?: unknown; readonly schema?: { readonly shape?: object } };
  };
  if (definition?.typeName !== "ZodEffects") return false;
  return Object.keys(definition.schema?.shape ?? {}).join() === "input";
}
