/** What the bank's servers are called. */
export const INFO = { name: "bank", version: "1.0.0" };

/** The options of a server that has tools and is told of each of them. */
export const TOOLS = { capabilities: { tools: {} } };

/** A call of `pay` that is denied. */
export const tooMuch = { name: "pay", arguments: { amount: 500 } };

/** A call of `pay` that is allowed. */
export const little = { name: "pay", arguments: { amount: 5 } };

/** What `pay` answers. */
export const done: { content: { type: "text"; text: string }[] } = {
  content: [{ type: "text", text: "paid" }],
};
