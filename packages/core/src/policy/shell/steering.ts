/** Variables that change which program or code runs, or that hold a command. */
const STEERING_NAME =
  /^(?:PATH|IFS|ENV|SHELL|BASH_ENV|BASHOPTS|SHELLOPTS|PS[0-4]|LD_|DYLD_|GIT_|PYTHON|NODE_|PERL|RUBY|LESS(?:OPEN|CLOSE)|CLASSPATH|_?JAVA_|GCONV_PATH)|(?:_COMMAND|EDITOR|VISUAL|PAGER|ASKPASS|BROWSER)$/;

/** Whether setting a variable can change what a command does that does not name it. */
export function isSteeringVariable(name: string): boolean {
  return STEERING_NAME.test(name);
}

/** The steering variable that a word sets, as in `PATH=/tmp`, or undefined. */
export function steeredBy(word: string): string | undefined {
  const name = /^(\w+)\+?=/.exec(word)?.[1];
  return name !== undefined && isSteeringVariable(name) ? name : undefined;
}
