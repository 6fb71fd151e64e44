import { environmentVariable } from "#platform";
import type { ApprovalNotifier } from "../approvals/notifier.ts";
import { WebhookNotifier } from "./webhook-notifier.ts";

/**
 * The webhook that the environment names: `CAPFENCE_WEBHOOK_URL`, with `CAPFENCE_WEBHOOK_SECRET` (several with spaces
 * between them while they are exchanged) and `CAPFENCE_WEBHOOK_FORMAT`. None where there is no address. Throws
 * `ConfigurationError` for what cannot be used.
 */
export function notifiersFromEnvironment(): readonly ApprovalNotifier[] {
  const url = environmentVariable("CAPFENCE_WEBHOOK_URL");
  if (url === undefined) return [];
  const secrets = environmentVariable("CAPFENCE_WEBHOOK_SECRET")?.trim().split(/\s+/) ?? [];
  const format = environmentVariable("CAPFENCE_WEBHOOK_FORMAT");
  return [
    new WebhookNotifier({ url, secret: secrets, ...(format === undefined ? {} : { format }) }),
  ];
}
