import { timeText } from "../encoding/time-text.ts";

/** Writes a time in milliseconds since the Unix epoch as RFC 3339 in UTC. */
export type TimeText = (time: number) => string;

/** Remembers the last text: many calls are recorded within one millisecond, and writing it takes as long as deciding. */
export function rememberedTimeText(): TimeText {
  let last = Number.NaN;
  let text = "";
  return (time) => {
    if (time !== last) {
      text = timeText(time);
      last = time;
    }
    return text;
  };
}
