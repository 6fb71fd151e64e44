/** Whether a number can count leaves, or say where one stands. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
