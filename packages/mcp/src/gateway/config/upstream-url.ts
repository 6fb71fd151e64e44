/** What is wrong with the URL of an upstream; undefined where nothing is. It never quotes it: it may hold a secret. */
export function upstreamUrlFault(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:\/\//i.test(text))
    return "is not a URL that begins with https:// or http://";
  if (url.username !== "" || url.password !== "")
    return "has a user name or a password in it; send them as a header under headers";
  return url.hash === "" ? undefined : "ends with a # part, which no server gets; remove it";
}
