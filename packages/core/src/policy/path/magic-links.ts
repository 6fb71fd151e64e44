const MAGIC =
  /^\/(?:proc\/[^/]+\/(?:task\/[^/]+\/)?(?:root|cwd|exe|fd|map_files)|dev\/(?:fd|std(?:in|out|err)))(?:\/|$)/i;

/** Whether a path in normal form leads through a link that means something else to every process. */
export function isMagicLink(path: string): boolean {
  return MAGIC.test(path);
}
