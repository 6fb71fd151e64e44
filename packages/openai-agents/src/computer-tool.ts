import { ConfigurationError, type JsonObject } from "@capfence/core";
import type { ComputerTool } from "@openai/agents";
import type { Guarded } from "./guarded-tools.ts";
import { guardedLocal, guardOfLocal } from "./local-tool.ts";
import type { OpenAiEnforcement } from "./options.ts";
import { keepRefusal, startedCall } from "./started-calls.ts";

/** What a computer can do: the action as the model names it, and what it says of it, in the order of the arguments. */
const ACTIONS: Readonly<Record<string, Action>> = {
  click: { type: "click", fields: ["x", "y", "button"] },
  doubleClick: { type: "double_click", fields: ["x", "y"] },
  drag: { type: "drag", fields: ["path"] },
  keypress: { type: "keypress", fields: ["keys"] },
  move: { type: "move", fields: ["x", "y"] },
  screenshot: { type: "screenshot", fields: [] },
  scroll: { type: "scroll", fields: ["x", "y", "scroll_x", "scroll_y"] },
  type: { type: "type", fields: ["text"] },
  wait: { type: "wait", fields: [] },
};

interface Action {
  readonly type: string;
  readonly fields: readonly string[];
}

type Method = (...args: unknown[]) => unknown;
type Computer = Readonly<Record<string, unknown>>;
type Create = (...args: unknown[]) => Computer | Promise<Computer>;

/** A computer that does only what the policy allows. */
export function guardedComputer(tool: ComputerTool, enforcement: OpenAiEnforcement): Guarded {
  const guard = guardOfLocal(tool, enforcement);
  const inner = new WeakMap<object, Computer>();
  const guardOne = (computer: Computer): Computer => {
    const get = (target: Computer, key: string | symbol): unknown => property(target, key);
    const proxy = new Proxy(computer, { get });
    inner.set(proxy, computer);
    return proxy;
  };
  const property = (computer: Computer, key: string | symbol): unknown => {
    const value: unknown = Reflect.get(computer, key);
    if (typeof value !== "function" || typeof key === "symbol") return value;
    const method = value.bind(computer) as Method;
    if (key === "initRun") return method;
    const action = Object.hasOwn(ACTIONS, key) ? ACTIONS[key] : undefined;
    return async (...args: readonly unknown[]): Promise<unknown> => {
      if (action === undefined)
        throw new ConfigurationError(
          `the guard does not know the action "${key}" of "${tool.name}"`,
        );
      const started = startedCall(args[action.fields.length] as object | undefined, tool.name);
      return keepRefusal(started, () =>
        guard.run<unknown>(started.context, actionOf(action, args), started, {
          invoke: (judged) => method(...argumentsOf(action, judged), started.context),
        }),
      );
    };
  };
  return guardedLocal(tool, guard, { computer: guardEither(tool.computer, guardOne, inner) }, read);
}

/** An instance, a function that makes one, or a provider that also lets go of it. */
function guardEither(
  computer: unknown,
  guard: (computer: Computer) => Computer,
  inner: WeakMap<object, Computer>,
): unknown {
  const create =
    (make: Create): Create =>
    async (...args) =>
      guard(await make(...args));
  if (typeof computer === "function") return create(computer as Create);
  const provider = computer as { readonly create?: Create; readonly dispose?: Method };
  if (typeof provider.create !== "function") return guard(computer as Computer);
  const { dispose } = provider;
  return {
    create: create(provider.create.bind(provider)),
    ...(dispose === undefined
      ? {}
      : {
          dispose: (given: { readonly computer: object }) =>
            dispose.call(provider, { ...given, computer: inner.get(given.computer) }),
        }),
  };
}

/** An action of the model as it is judged: with nothing that the computer is not given. */
function read(action: object): JsonObject {
  const { type } = action as { readonly type?: unknown };
  const known = Object.values(ACTIONS).find((one) => one.type === type);
  const values = (known?.fields ?? []).map((field): unknown => Reflect.get(action, field));
  return known === undefined ? { type: String(type) } : actionOf(known, values, true);
}

function actionOf(
  { type, fields }: Action,
  values: readonly unknown[],
  isNative = false,
): JsonObject {
  const named = fields.map((field, index) => {
    const value = values[index];
    const isPath = field === "path" && !isNative && Array.isArray(value);
    return [field, isPath ? value.map(([x, y]: [number, number]) => ({ x, y })) : value];
  });
  return Object.fromEntries([
    ["type", type],
    ...named.filter(([, value]) => value !== undefined),
  ]) as JsonObject;
}

function argumentsOf({ fields }: Action, judged: JsonObject): unknown[] {
  return fields.map((field): unknown =>
    field === "path"
      ? (judged["path"] as readonly { x: number; y: number }[]).map(({ x, y }) => [x, y])
      : judged[field],
  );
}
