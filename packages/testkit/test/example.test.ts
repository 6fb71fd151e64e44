import { guard, MemoryStorage } from "@capfence/core";
import { describeAdapter, describeStorageEngine, type TransferInput } from "@capfence/testkit";

describeAdapter({
  name: "my adapter",
  harness(tool, options) {
    // Here stands your adapter: it guards `tool` with `options`, which are those of every adapter.
    const guarded = guard({ ...options, toolName: tool.name }, (input: TransferInput) =>
      tool.run(input),
    );
    const shown = { name: tool.name, description: tool.description };
    return {
      // As your framework calls the tool for a model.
      call: (input) => guarded(input as TransferInput),
      // What your framework shows the model, without the guard and with it.
      shown: { original: shown, guarded: shown },
    };
  },
  skip: [
    {
      case: "hands the framework's abort signal to the tool",
      reason: "a plain function is given its input and nothing else",
    },
  ],
});

describeStorageEngine({
  name: "my engine",
  open: () => new MemoryStorage(),
});
