import type { Look } from "./concealment.ts";

const SELECTOR = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
/** One selector after a character that has variants: emoji, key caps, signs, and characters of Chinese and Mongolian. */
const FIT =
  /(?:\p{Emoji}[\ufe0e\ufe0f]|[0\p{Sm}]\ufe00|[\u3000-\u303f\uff00-\uffef][\ufe00\ufe01]|[\p{Script=Han}\p{Script=Mongolian}\p{Script=Myanmar}\p{Script=Phags_Pa}][\ufe00-\ufe0f\u{e0100}-\u{e01ef}])(?![\ufe00-\ufe0f\u{e0100}-\u{e01ef}])/gu;

/** Variation selectors where nothing varies: each can stand for a byte, in a row or after every letter. */
export const variationSelectors: Look = (text) => {
  const odd = Array.from(text.replace(FIT, "")).filter((one) => SELECTOR.test(one));
  if (odd.length === 0) return [];
  const bytes = odd.map((one) => {
    const code = one.codePointAt(0) ?? 0;
    return code < 0xe0100 ? code - 0xfe00 : code - 0xe0100 + 16;
  });
  const what = `${odd.length} variation selectors where nothing varies, each of which can stand for a byte`;
  const says = Buffer.from(bytes).toString("utf8");
  return [{ severity: odd.length > 2 ? "critical" : "high", what, says }];
};
