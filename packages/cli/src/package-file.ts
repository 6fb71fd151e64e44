/** Where a file of this package is, also once it is built, when every module is in one folder as this one is. */
export function packageFile(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}
