// What a revision changed, as lines a person reads: a value before and after, or items that came and went. Pure.
import type { Range, Side } from "./types";
import { plain, toll } from "./words";

export type Change =
  | { kind: "value"; name: string; before: string; after: string }
  | { kind: "items"; name: string; added: string[]; removed: string[] };

const TOLLS = ["killed", "injured", "abducted", "arrested"];
type Object = Record<string, unknown>;

export function changes(fields: Record<string, Side<unknown>>): Change[] {
  return Object.entries(fields).flatMap(([name, side]) => changesOf(name, side));
}

function changesOf(name: string, { before, after }: Side<unknown>): Change[] {
  if (name === "casualties") {
    return TOLLS.flatMap((kind) => value(kind, tollOf(before, kind), tollOf(after, kind)));
  }
  if (TOLLS.includes(name)) return value(name, toll(before as Range | null), toll(after as Range | null));
  if (name === "where") return value("place", placeOf(before), placeOf(after));
  if (name === "when") return value("time", timeOf(before), timeOf(after));
  if (name === "sources") return sourcesOf(before as Object | null, after as Object | null);
  if (Array.isArray(before) || Array.isArray(after)) {
    return name === "claims" || name === "possibly_same" ? lengths(name, before, after) : items(name, before, after);
  }
  if (typeof before === "number" && name !== "severity") return value(plain(name), String(before), words(after));
  return value(plain(name), words(before), words(after));
}

function value(name: string, before: string, after: string): Change[] {
  return before === after ? [] : [{ kind: "value", name, before, after }];
}

function items(name: string, before: unknown, after: unknown): Change[] {
  const [was, is] = [names(before), names(after)];
  const added = is.filter((each) => !was.includes(each)), removed = was.filter((each) => !is.includes(each));
  return added.length || removed.length ? [{ kind: "items", name: plain(name), added, removed }] : [];
}

function lengths(name: string, before: unknown, after: unknown): Change[] {
  const size = (side: unknown) => String(Array.isArray(side) ? side.length : 0);
  return value(plain(name), size(before), size(after));
}

function names(side: unknown): string[] {
  return Array.isArray(side) ? [...new Set(side.map((each) => (typeof each === "object" ? nameOf(each) : String(each))))] : [];
}

function nameOf(each: Object | null): string {
  return String(each?.name ?? plain(String(each?.kind ?? each?.text ?? "")));
}

const tollOf = (side: unknown, kind: string) => toll((side as Object | null)?.[kind] as Range | null);

function placeOf(side: unknown): string {
  const where = side as Object | null;
  const parts = [where?.name, where?.city, where?.country].filter(Boolean).map(String);
  return typeof side === "string" ? side : [...new Set(parts)].join(", ") || "unknown";
}

function timeOf(side: unknown): string {
  if (typeof side === "string") return side;
  const when = side as Object | null;
  const part = when?.part_of_day === "unknown" ? "" : ` ${when?.part_of_day ?? ""}`;
  const clock = when?.precision === "minute" ? ` ${String(when.start).slice(11, 16)} UTC` : part;
  return when?.date ? `${when.date}${clock}` : "unknown";
}

function sourcesOf(before: Object | null, after: Object | null): Change[] {
  return ["articles", "publishers", "independent_origins"].flatMap((name) =>
    value(plain(name), words(before?.[name]), words(after?.[name])));
}

function words(side: unknown): string {
  if (side === null || side === undefined || side === "") return "unknown";
  return typeof side === "object" ? JSON.stringify(side) : plain(String(side).split("/").pop() ?? "");
}
