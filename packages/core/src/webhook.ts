// What tells people outside of the process that a call waits for them.
export { notifiersFromEnvironment } from "./webhook/from-environment.ts";
export { WebhookNotifier } from "./webhook/webhook-notifier.ts";
export type { WebhookFormat, WebhookNotifierOptions } from "./webhook/webhook-options.ts";
