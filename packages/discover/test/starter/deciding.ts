import { ActionEvent, CapabilitySystem, type JsonObject } from "@capfence/core";

/** Decides calls of tools by the text of a policy: with the rule that decided, or that no capability is known. */
export function deciding(text: string): (tool: string, payload?: JsonObject) => string {
  const policy = new CapabilitySystem().loadPolicyText(text);
  return (toolName, payload = {}) => {
    const capability = policy.capabilityOfTool(toolName);
    if (capability === undefined) return "deny unmapped";
    const environment = "production";
    const event = ActionEvent.create({
      actor: "agent",
      capability,
      toolName,
      payload,
      environment,
    });
    const { effect, rule } = policy.decide(event);
    return `${effect} ${rule?.id ?? "by default"}`;
  };
}
