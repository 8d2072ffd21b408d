/**
 * The headers of every page: nothing is loaded from elsewhere and no script runs, whatever a post
 * says.
 *
 * @param formOrigin - where the consent form's answer is redirected to.
 */
export function pageHeaders(formOrigin?: string): Record<string, string> {
  const formAction = formOrigin === undefined ? "'none'" : `'self' ${formOrigin}`;
  return {
    "Content-Security-Policy": `default-src 'none'; img-src 'self'; style-src 'self'; media-src 'self'; form-action ${formAction}; base-uri 'none'; frame-ancestors 'none'`,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
  };
}
