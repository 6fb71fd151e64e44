type Loaded = Pick<
  typeof import("@capfence/otel"),
  "openTelemetryGateway" | "openTelemetryObserver"
> &
  Pick<typeof import("@opentelemetry/sdk-node"), "NodeSDK"> &
  Pick<typeof import("@opentelemetry/api"), "diag" | "DiagLogLevel">;

/** Loads what telemetry needs, which is optional; undefined if any of it is not installed. */
export async function loadTelemetry(): Promise<Loaded | undefined> {
  try {
    const [{ openTelemetryGateway, openTelemetryObserver }, { NodeSDK }, { diag, DiagLogLevel }] =
      await Promise.all([
        import("@capfence/otel"),
        import("@opentelemetry/sdk-node"),
        import("@opentelemetry/api"),
      ]);
    return { openTelemetryGateway, openTelemetryObserver, NodeSDK, diag, DiagLogLevel };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    return undefined;
  }
}
