// A row of the API's table, or of a brief, as a Point.
import type { Brief, Line, Point, Range } from "./types";

type Row = Record<string, unknown>;

export function pointOf(columns: string[], values: unknown[]): Point {
  const row: Row = {};
  columns.forEach((name, n) => { row[name] = values[n]; });
  const start = time(row.when_start);
  const first = time(row.first_reported_at) ?? 0;
  const text = (name: string) => (row[name] as string | null) ?? null;
  const type = row.type as string;
  return {
    id: row.id as string, revision: row.revision as number, status: row.status as string, type,
    headline: row.headline as string, severity: row.severity as number, confirmation: row.confirmation as string,
    country: text("country"), admin1: text("admin1"), city: text("city"), place: text("place"),
    latitude: row.latitude as number | null, longitude: row.longitude as number | null,
    radius: (row.radius_km as number | null) ?? 0, precision: row.place_precision as string,
    date: text("date"), partOfDay: row.part_of_day as string, start, timePrecision: row.time_precision as string,
    killed: range(row, "killed"), injured: range(row, "injured"),
    articles: row.articles as number, publishers: row.publishers as number, origins: row.independent_origins as number,
    first, last: time(row.last_reported_at) ?? first, mergedInto: text("merged_into"),
    moment: start ?? first, family: type.slice(0, type.indexOf("/")),
    words: [row.headline, row.place, row.city, row.admin1].filter(Boolean).join(" ").toLowerCase(),
  };
}

export function lineOf(columns: string[], brief: Brief): Line {
  return {
    seq: brief.seq, at: time(brief.caused_at), point: pointOf(columns, brief.point),
    speaker: brief.speaker, change: brief.change,
  };
}

export function time(value: unknown): number | null {
  const found = typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isNaN(found) ? null : found;
}

function range(row: Row, kind: string): Range | null {
  const [min, best, max] = ["min", "best", "max"].map((bound) => row[`${kind}_${bound}`] as number | null);
  return min == null && best == null && max == null ? null : { min: min ?? null, best: best ?? null, max: max ?? null };
}

/** What is surely known of a toll: its best figure, else its least; 0 if nothing is. */
export function least(range: Range | null): number {
  return range?.best ?? range?.min ?? 0;
}
