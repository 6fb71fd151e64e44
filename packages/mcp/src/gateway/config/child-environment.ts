/** What a server needs of the gateway's environment to start at all; nothing here is a secret. */
const INHERITED: readonly string[] = `PATH HOME USER LANG TMPDIR SHELL TERM LOGNAME
   APPDATA COMSPEC HOMEDRIVE HOMEPATH LOCALAPPDATA PATHEXT PROCESSOR_ARCHITECTURE PROGRAMDATA PROGRAMFILES
   SYSTEMDRIVE SYSTEMROOT TEMP TMP USERNAME USERPROFILE WINDIR`.split(/\s+/);

/** The whole environment of a server: a short list of what it inherits, and what was given for it. */
export function childEnvironment(
  own: Readonly<Record<string, string>>,
  environment: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  const inherited: Record<string, string> = {};
  // Names are spelled in any case on Windows.
  for (const [name, value] of Object.entries(environment))
    if (value !== undefined && isInherited(name)) inherited[name] = value;
  return { ...inherited, ...own };
}

function isInherited(name: string): boolean {
  return INHERITED.includes(process.platform === "win32" ? name.toUpperCase() : name);
}
