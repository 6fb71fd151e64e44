/** The name of a program without its folder and `.exe`, in lower case: some file systems ignore case. */
export function basename(word: string): string {
  const name = word.slice(Math.max(word.lastIndexOf("/"), word.lastIndexOf("\\")) + 1);
  return name.toLowerCase().replace(/\.(?:exe|com|bat|cmd)$/, "");
}
