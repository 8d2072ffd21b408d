const regions =
  /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)\//i;

/** To make one costs more than to ask it; there are some six hundred places. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether a word names a zone by a place: `Europe/Berlin`, `US/Eastern`. */
export function isZoneOfPlace(word: string): boolean {
  return regions.test(word) && formatOf(word) !== undefined;
}

/**
 * How far a place is ahead of Greenwich.
 *
 * @param onTheClock - what its clocks show, as if it were UTC; in the hour that comes twice in autumn either counts.
 */
export function minutesInPlace(place: string, onTheClock: number): number {
  const nearly = minutesAt(place, onTheClock);
  return minutesAt(place, onTheClock - nearly * 60_000);
}

function minutesAt(place: string, at: number): number {
  const parts = formatOf(place)?.formatToParts(at) ?? [];
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours = "0", minutes = "0"] = /^GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const offset = Number(hours) * 60 + Number(minutes);
  return sign === "-" ? -offset : offset;
}

/** Of a place that nobody knows none: the platform throws. */
function formatOf(place: string): Intl.DateTimeFormat | undefined {
  const key = place.toLowerCase();
  const known = formats.get(key);
  if (known !== undefined) return known;
  try {
    const format = new Intl.DateTimeFormat("en", { timeZone: place, timeZoneName: "longOffset" });
    formats.set(key, format);
    return format;
  } catch {
    return undefined;
  }
}

/** `Eastern Standard Time` is EST by its first letters; Europe's standard time goes without its S. */
export function withShortZone(text: string): string {
  return text
    .replace(/\bEuropean Standard Time\b/gi, "European Time")
    .replace(/\bCoordinated Universal Time\b/gi, "UTC")
    .replace(/\b(?:[a-z]{4,12} ){1,3}Time\b/gi, (name) => name.replace(/(\w)\w{0,12}\s?/g, "$1"));
}
