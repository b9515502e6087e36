// What the page knows and shows. Everything drawn is computed from these signals.
import { batch, computed, signal } from "@preact/signals";
import { NONE, inForce, read, test, write, type Filters } from "./filters";
import { histogram } from "./histogram";
import type { Line, Point, Throughput } from "./types";
import type { Countries } from "./words";

export type Connection = "connecting" | "live" | "away";
const KEPT_LINES = 400;

export const points = signal<ReadonlyMap<string, Point>>(new Map());
export const total = signal(0);
export const loaded = signal(false);
export const problem = signal<string | null>(null);
export const lines = signal<readonly Line[]>([]);
export const connection = signal<Connection>("connecting");
export const paused = signal(false);
/** Revisions that came while the stream was paused, the newest first. */
export const waiting = signal<readonly Line[]>([]);
export const countries = signal<Countries>({});
export const figures = signal<Throughput | null>(null);
/** Incidents that changed a moment ago: id and when (performance.now()). The map lets them ring. */
export const fresh = signal<ReadonlyMap<string, number>>(new Map());
/** Incidents that were picked together on the map, and what they have in common. */
export const picked = signal<{ title: string; ids: string[] } | null>(null);
export const pointed = signal<string | null>(null);

const address = new URLSearchParams(location.search);
export const filters = signal<Filters>(read(address));
export const selected = signal<string | null>(address.get("incident"));

export const inForcePoints = computed(() => [...points.value.values()].filter(inForce));
export const shown = computed(() => inForcePoints.value.filter(test(filters.value)));
export const timeline = computed(() => histogram(inForcePoints.value.filter(test(filters.value, "time")), 90));
/** The page's clock, as deduplication's: the newest report, not the wall. */
export const clock = computed(() => Math.max(0, ...[...points.value.values()].map((point) => point.last)));

export function setFilters(next: Filters): void {
  batch(() => { filters.value = next; picked.value = null; });
  writeAddress(false);
}

export const clearFilters = () => setFilters(NONE);

export function select(id: string | null): void {
  if (selected.value === id) return;
  selected.value = id;
  writeAddress(true);
}

function writeAddress(step: boolean): void {
  const query = write(filters.value);
  if (selected.value) query.set("incident", selected.value);
  const text = query.toString();
  const target = text ? `/?${text}` : "/";
  if (step) history.pushState(null, "", target);
  else history.replaceState(null, "", target);
}

addEventListener("popstate", () => {
  const query = new URLSearchParams(location.search);
  batch(() => { filters.value = read(query); selected.value = query.get("incident"); });
});

/** Take revisions in order. `live` ones ring on the map and show in the stream; of an older one only the line counts. */
export function take(found: Line[]): void {
  if (!found.length) return;
  const map = new Map(points.value), rings = new Map(fresh.value);
  for (const { point } of found) {
    const held = map.get(point.id);
    if (!held || held.revision <= point.revision) map.set(point.id, point);
    rings.set(point.id, performance.now());
  }
  const newestFirst = [...found].reverse();
  batch(() => {
    points.value = map;
    fresh.value = rings;
    total.value = Math.max(total.value, map.size);
    const target = paused.value ? waiting : lines;
    target.value = [...newestFirst, ...target.value].slice(0, KEPT_LINES);
  });
}

export function resume(): void {
  batch(() => {
    lines.value = [...waiting.value, ...lines.value].slice(0, KEPT_LINES);
    waiting.value = [];
    paused.value = false;
  });
}
