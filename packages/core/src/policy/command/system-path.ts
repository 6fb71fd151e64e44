const SYSTEM =
  /^\/(?:etc|boot|bin|sbin|lib(?:32|64|x32)?|usr|sys|proc|dev|System|Library|Windows)(?:\/|$)|^\/(?:var\/(?:spool\/cron|lib|log|run)|run|root\/\.[^/]+|private\/(?:etc|var))(?:\/|$)|^\/$/;
const STEERS =
  /(?:^|\/)\.(?:git|ssh|gnupg|aws|config|kube|docker|vscode|npmrc|curlrc|wgetrc|netrc|gitconfig|inputrc|vimrc|exrc|gdbinit|pythonrc|\w*(?:profile|shrc|sh_login|shenv|aliases))(?:\/|$)|^~\/\.[^/]/;

/** Whether a path is part of the operating system or a device, so that writing to it destroys. */
export function isSystemPath(path: string): boolean {
  return SYSTEM.test(path);
}

/** Whether a path is configuration that programs run code from, so that writing to it may do anything later. */
export function isSteeringPath(path: string): boolean {
  return STEERS.test(path);
}
