/**
 * Whether a page that Threads names is the one that was attached. It may come back with another protocol, without `www.` or
 * its last slash, with parameters of Meta's own, or wrapped in an address that leads there.
 */
export function isSameLink(attached: string, listed: string): boolean {
  const [ours, theirs] = [pageOf(attached), pageOf(listed)];
  if (ours === undefined || theirs === undefined) return attached === listed;
  if (isSamePage(ours, theirs)) return true;
  const wrapped = pageOf(theirs.parameters.get("u") ?? "");
  return wrapped !== undefined && isSamePage(ours, wrapped);
}

interface Page {
  place: string;
  parameters: URLSearchParams;
}

function isSamePage(ours: Page, theirs: Page): boolean {
  return (
    ours.place === theirs.place &&
    [...ours.parameters].every(([name, value]) => theirs.parameters.getAll(name).includes(value))
  );
}

function pageOf(address: string): Page | undefined {
  if (!URL.canParse(address)) return undefined;
  const { host, pathname, searchParams } = new URL(address);
  return { place: host.replace(/^www\./, "") + pathname.replace(/\/$/, ""), parameters: searchParams };
}
