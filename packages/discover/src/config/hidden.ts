/** What stands for something that is not shown. */
export const HIDDEN = "…";
