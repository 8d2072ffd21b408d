/** What feeds are asked as: honest, with the contact that the configuration gives. */
export function userAgent(contact: string | undefined): string {
  return `Feedloom/0.1 (puts a blog on Threads${contact === undefined ? "" : `; contact: ${contact}`})`;
}
