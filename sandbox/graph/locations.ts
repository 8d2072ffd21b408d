import type { GraphCall } from "../answer-call.ts";
import { caller } from "../oauth/check-token.ts";
import { badParameter, missingPermission, noSuchObject } from "../refusal.ts";
import { success, type WireAnswer } from "../wire.ts";
import { has, valueGiven } from "./container-parameters.ts";
import { readFields } from "./read-fields.ts";

/** The one place that an app without App Review can look for. */
const menloPark = {
  id: "2451100000000000",
  address: "1 Hacker Way",
  name: "Menlo Park",
  city: "Menlo Park",
  country: "US",
  latitude: 37.4848,
  longitude: -122.1484,
  postal_code: "94025",
};
const fields = Object.fromEntries(
  Object.entries(menloPark).map(([name, value]) => [name, (_: typeof menloPark) => value]),
);
const usual = Object.keys(menloPark);

/** The guide names the parameter `q`, the reference `query`; both are taken. Searches are not counted. */
export function searchLocations(call: GraphCall): WireAnswer {
  const { site, parameters } = call;
  caller(call, "threads_location_tagging");
  const query = valueGiven(parameters, "q") ?? valueGiven(parameters, "query");
  const isByPlace = has(parameters, "latitude") && has(parameters, "longitude");
  if (query === undefined && !isByPlace) throw badParameter("The parameter q is required");
  if (query?.trim().toLowerCase() !== "menlo park") throw missingPermission(site.behaviour.missingPermission);
  return success({ data: [readFields(menloPark, fields, parameters.get("fields"), usual)] });
}

export const isLocation = (id: string): boolean => id === menloPark.id;

export function readLocation(call: GraphCall): WireAnswer {
  caller(call, "threads_location_tagging");
  if (!isLocation(call.pathPart("id"))) throw noSuchObject(call.pathPart("id"));
  return success(readFields(menloPark, fields, call.parameters.get("fields"), usual));
}
