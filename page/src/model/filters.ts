// Which incidents are shown; the same words in the address as in the API. Pure.
import { least } from "./point";
import type { Point } from "./types";

export type Filters = {
  since: number | null; until: number | null; text: string; killed: number; severity: number;
  type: string[]; country: string[]; confirmation: string[];
};
export const NONE: Filters = {
  since: null, until: null, text: "", killed: 0, severity: 0, type: [], country: [], confirmation: [],
};
export type Facet = "type" | "country" | "confirmation";
export const UNKNOWN = "unknown";

export function read(query: URLSearchParams): Filters {
  const time = (name: string) => {
    const found = Date.parse(query.get(name) ?? "");
    return Number.isNaN(found) ? null : found;
  };
  const number = (name: string) => Math.max(0, Math.trunc(Number(query.get(name) ?? 0)) || 0);
  return {
    since: time("since"), until: time("until"), text: query.get("text") ?? "",
    killed: number("killed"), severity: Math.min(4, number("severity")),
    type: query.getAll("type"), country: query.getAll("country"), confirmation: query.getAll("confirmation"),
  };
}

export function write(filters: Filters): URLSearchParams {
  const query = new URLSearchParams();
  if (filters.since !== null) query.set("since", stamp(filters.since));
  if (filters.until !== null) query.set("until", stamp(filters.until));
  if (filters.text) query.set("text", filters.text);
  if (filters.killed) query.set("killed", String(filters.killed));
  if (filters.severity) query.set("severity", String(filters.severity));
  for (const facet of ["type", "country", "confirmation"] as const) {
    for (const value of filters[facet]) query.append(facet, value);
  }
  return query;
}

export const stamp = (moment: number) => `${new Date(moment).toISOString().slice(0, 19)}Z`;
export const isNone = (filters: Filters) => write(filters).toString() === "";
export const inForce = (point: Point) => point.status === "open" || point.status === "closed";

/** The test of a point; `without` leaves out one facet's own filter (`time` for the period). */
export function test(filters: Filters, without: Facet | "time" | null = null): (point: Point) => boolean {
  const types = without === "type" ? [] : filters.type;
  const countries = without === "country" ? [] : filters.country;
  const confirmations = without === "confirmation" ? [] : filters.confirmation;
  const words = filters.text.toLowerCase().split(/\s+/).filter(Boolean);
  const since = without === "time" ? null : filters.since;
  const until = without === "time" ? null : filters.until;
  return (point) =>
    inForce(point)
    && (since === null || point.moment >= since) && (until === null || point.moment < until)
    && (!types.length || types.includes(point.type) || types.includes(point.family))
    && (!countries.length || countries.includes(point.country ?? UNKNOWN))
    && (!confirmations.length || confirmations.includes(point.confirmation))
    && point.severity >= filters.severity && least(point.killed) >= filters.killed
    && words.every((word) => point.words.includes(word));
}

export function counted(points: Iterable<Point>, filters: Filters, facet: Facet): Map<string, number> {
  const passes = test(filters, facet);
  const counts = new Map<string, number>();
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const point of points) {
    if (!passes(point)) continue;
    if (facet === "type") { add(point.family); add(point.type); }
    else add(facet === "country" ? point.country ?? UNKNOWN : point.confirmation);
  }
  return counts;
}

export function toggled(filters: Filters, facet: Facet, value: string): Filters {
  const held = filters[facet];
  return { ...filters, [facet]: held.includes(value) ? held.filter((each) => each !== value) : [...held, value] };
}
