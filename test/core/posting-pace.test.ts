import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { waitFor } from "../../functions/core/posting-pace.ts";

const at = (text: string) => new Date(text);
const night = { from: "22:00", to: "08:00", timeZone: "Europe/Berlin" };
const noon = { from: "12:00", to: "13:00", timeZone: "UTC" };
const until = (quietHours: typeof night, now: string) =>
  waitFor({ quietHours }, undefined, at(now))?.until.toISOString();

describe("quiet hours", () => {
  it.each([
    ["before them nothing waits", "2026-11-24T20:59:59Z", undefined],
    ["from their beginning on until their end", "2026-11-24T21:00:00Z", "2026-11-25T07:00:00.000Z"],
    ["after midnight, too", "2026-11-25T03:00:00Z", "2026-11-25T07:00:00.000Z"],
    ["at their end nothing waits", "2026-11-25T07:00:00Z", undefined],
    ["in summer by summer time", "2026-07-01T20:30:00Z", "2026-07-02T06:00:00.000Z"],
    ["over the night that the clock goes forward", "2027-03-27T22:00:00Z", "2027-03-28T06:00:00.000Z"],
    ["over the night that it goes back", "2026-10-24T21:00:00Z", "2026-10-25T07:00:00.000Z"],
  ])("%s", (_, now, end) => {
    expect(until(night, now)).toBe(end);
  });

  it("may lie within a day", () => {
    expect(until(noon, "2026-11-24T12:30:00Z")).toBe("2026-11-24T13:00:00.000Z");
    expect(until(noon, "2026-11-24T13:00:00Z")).toBeUndefined();
  });

  it("end although the clock leaps over their end, or shows it twice", () => {
    const leapt = { from: "01:00", to: "02:30", timeZone: "Europe/Berlin" };
    expect(until(leapt, "2027-03-28T00:30:00Z")).toBe("2027-03-28T01:30:00.000Z");
    const twice = until(leapt, "2026-10-24T23:30:00Z");
    expect(["2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"]).toContain(twice);
  });

  it("say what is waited for", () => {
    expect(waitFor({ quietHours: night }, undefined, at("2026-11-24T23:00:00Z"))?.why).toBe(
      "quiet hours, from 22:00 to 08:00 in Europe/Berlin",
    );
  });
});

describe("a pause between posts", () => {
  const pace = { minutesBetweenPosts: 60 };
  it("is counted from the last one", () => {
    expect(waitFor(pace, at("2026-11-24T12:00:00Z"), at("2026-11-24T12:59:59Z"))).toEqual({
      until: at("2026-11-24T13:00:00Z"),
      why: "at most one post in 60 minutes",
    });
    expect(waitFor(pace, at("2026-11-24T12:00:00Z"), at("2026-11-24T13:00:00Z"))).toBeUndefined();
    expect(waitFor(pace, undefined, at("2026-11-24T13:00:00Z"))).toBeUndefined();
  });

  it("is as long in the night that the clock goes forward, or back, and over midnight", () => {
    for (const last of ["2027-03-28T00:30:00Z", "2026-10-25T00:30:00Z", "2026-11-24T22:45:00Z"]) {
      const inAnHour = new Date(at(last).getTime() + 3_600_000);
      expect(waitFor({ ...pace, quietHours: noon }, at(last), at(last))?.until).toEqual(inAnHour);
    }
  });

  it("that ends in quiet hours goes on until their end", () => {
    const both = { ...pace, quietHours: { ...night, timeZone: "UTC" } };
    expect(waitFor(both, at("2026-11-24T21:30:00Z"), at("2026-11-24T21:40:00Z"))?.until).toEqual(
      at("2026-11-25T08:00:00Z"),
    );
  });
});

describe("any pace", () => {
  const time = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
  const zone = fc.constantFrom(
    "UTC",
    "Europe/Berlin",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
  );
  const instant = fc.date({
    min: at("2026-01-01T00:00:00Z"),
    max: at("2028-01-01T00:00:00Z"),
    noInvalidDate: true,
  });

  it("lets a post go at last: what it waits until is later, and then it waits no more", () => {
    fc.assert(
      fc.property(
        time,
        time,
        zone,
        instant,
        fc.integer({ min: 1, max: 600 }),
        (from, to, timeZone, now, minutes) => {
          fc.pre(from !== to);
          const pace = { quietHours: { from, to, timeZone }, minutesBetweenPosts: minutes };
          const wait = waitFor(pace, now, now);
          expect(wait?.until.getTime()).toBeGreaterThan(now.getTime());
          expect(waitFor(pace, now, wait?.until ?? now)).toBeUndefined();
        },
      ),
    );
  });
});

describe("a pace in the configuration", () => {
  const configured = (route: object) => () =>
    readConfiguration({ accounts: ["a"], feeds: [{ url: "https://a.example/", ...route }] });
  it.each([
    [
      { quietHours: { ...night, from: "25:00" } },
      'feeds[0].quietHours.from must be a time of day such as "22:00"',
    ],
    [
      { quietHours: { ...night, timeZone: "Berlin" } },
      'feeds[0].quietHours.timeZone must be a time zone such as "Europe/Berlin"',
    ],
    [{ quietHours: { ...night, to: "22:00" } }, "feeds[0].quietHours must begin and end at different times"],
  ])("refuses %j", (route, words) => {
    expect(configured(route)).toThrow(expect.objectContaining({ message: expect.stringContaining(words) }));
  });
});
