// Values in few words.
import type { Point, Range, Where } from "./types";

export const SEVERITIES = ["no harm", "low", "medium", "high", "extreme"];
export const CONFIRMATIONS: Record<string, string> = {
  single_origin: "single origin", corroborated: "corroborated", official: "official", disputed: "disputed",
};
const CHANGES: Record<string, string> = { split: "split", other: "changed" };

export const plain = (word: string) => word.replaceAll("_", " ");
export const typeName = (type: string) => plain(type.split("/")[1] ?? type);
export const changeName = (kind: string) => CHANGES[kind] ?? plain(kind);
export const confirmationName = (word: string) => CONFIRMATIONS[word] ?? plain(word);

/** `4`, `3–5`, `24 or more`, `up to 9`, `unknown`. */
export function toll(range: Range | null | undefined): string {
  if (!range) return "unknown";
  const { min, best, max } = range;
  if (best !== null) return String(best);
  if (min !== null && max !== null) return min === max ? String(min) : `${min}–${max}`;
  if (min !== null) return `${min} or more`;
  return max === null ? "unknown" : `up to ${max}`;
}

/** `3–8 by account`, where accounts differ about a best figure. */
export function spread(range: Range | null | undefined): string | null {
  if (!range || range.best === null || range.min === null || range.max === null) return null;
  return range.min === range.max ? null : `${range.min}–${range.max} by account`;
}

export function tolls(point: Point): string {
  const told = [["killed", point.killed], ["injured", point.injured]] as const;
  return told.filter(([, range]) => range).map(([kind, range]) => `${toll(range)} ${kind}`).join(", ");
}

export function place(point: Pick<Point, "place" | "city" | "country">, countries: Countries): string {
  const country = point.country ? countryName(point.country, countries) : null;
  const parts = [point.place, point.city, country].filter((part): part is string => Boolean(part));
  return [...new Set(parts)].join(", ") || "place unknown";
}

export type Countries = Record<string, [string, string]>;
export const countryName = (code: string, countries: Countries) => countries[code]?.[1] ?? code;

export function precision(where: Pick<Where, "precision" | "radius_km">): string {
  if (where.precision === "unknown") return "nobody says where";
  const level = where.precision.replace("admin1", "region").replace("admin2", "district");
  return where.radius_km ? `${level}, within ${kilometres(where.radius_km)}` : level;
}

export const kilometres = (km: number) => (km < 10 ? `${Math.round(km * 10) / 10} km` : `${Math.round(km)} km`);

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

const DAY = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const MINUTE = new Intl.DateTimeFormat("en", {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC",
});
export const day = (moment: number) => DAY.format(moment);
export const minute = (moment: number) => `${MINUTE.format(moment)} UTC`;

/** How long before `now`: `now`, `4 min`, `3 h`, `6 d`, then the day. */
export function ago(moment: number, now: number): string {
  const minutes = Math.round((now - moment) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h`;
  return minutes < 30 * 1440 ? `${Math.round(minutes / 1440)} d` : day(moment);
}
