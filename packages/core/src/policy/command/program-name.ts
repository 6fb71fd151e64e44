const SYSTEM_FOLDER = /^\/(?:usr\/(?:local\/)?|opt\/homebrew\/)?s?bin\/([^/]+)$/;

/** The name of a program that stands in the search path or a system folder; undefined for one at another place, which may be anything. */
export function systemProgram(word: string): string | undefined {
  return word.includes("/") ? SYSTEM_FOLDER.exec(word)?.[1] : word;
}
