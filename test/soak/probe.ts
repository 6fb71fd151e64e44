// Loaded into the gateway before it starts: says what it holds, once it is asked over its channel.
const { channel } = process;
if (channel === undefined) throw new Error("there is no channel");

process.on("message", () => {
  // What only waits for its finalizers is gone with the second.
  globalThis.gc?.();
  setImmediate(() => {
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    const resources = process.getActiveResourcesInfo();
    process.send?.({ rss, held: heapUsed + external, resources });
  });
});
// Nor must it keep the gateway alive.
channel.unref();
