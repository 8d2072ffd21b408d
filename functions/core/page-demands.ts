/** What stands in a page that a firewall shows in place of what was asked for, and who made it. */
const firewalls: [marks: string[], maker: string][] = [
  [
    ["_cf_chl_opt", "cf-browser-verification", "<title>just a moment...", "attention required! | cloudflare"],
    "Cloudflare",
  ],
  [["<title>ddos-guard", "data-ddg-origin"], "DDoS-Guard"],
  [["sucuri website firewall", "sucuri_cloudproxy_js"], "Sucuri"],
  [["_incapsula_resource", "incapsula incident id"], "Imperva"],
  [["gokuprops"], "AWS WAF"],
  [["sec-if-cpt-container"], "Akamai"],
  [["captcha-delivery.com"], "DataDome"],
  [["px-captcha"], "HUMAN"],
  [["anubis_challenge", "making sure you're not a bot", "making sure you&#39;re not a bot"], "Anubis"],
  [["vercel security checkpoint"], "Vercel"],
  [["sgcaptcha"], "SiteGround"],
  [["imunify360"], "Imunify360"],
  [
    [
      "checking your browser",
      "verify you are human",
      "verifying you are human",
      "enable javascript and cookies to continue",
    ],
    "its firewall",
  ],
];

/** Such pages are short, and say at once what they are. */
const pageBeginning = 200_000;

/**
 * What a page wants before it shows anything, where that is what it is for: proof that a person reads. Such pages come with
 * status 200, in place of a feed as well.
 */
export function pageDemand(html: string): string | undefined {
  const beginning = html.slice(0, pageBeginning).toLowerCase();
  const found = firewalls.find(([marks]) => marks.some((mark) => beginning.includes(mark)));
  return (
    found &&
    `a page that asks for proof that a person reads (${found[1]}); let the feed's owner open it to feed readers`
  );
}

/** Whether a page asks for a password. */
export function isLogin(html: string): boolean {
  return /<input\b[^<>]{0,500}\btype\s{0,9}=\s{0,9}["']?password\b/i.test(html.slice(0, pageBeginning));
}
