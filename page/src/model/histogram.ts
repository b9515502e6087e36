// Incidents over time, in bins of whole hours, days, weeks or months. Pure.
import type { Point } from "./types";

const HOUR = 3_600_000, DAY = 24 * HOUR;
const WIDTHS = [HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 30 * DAY, 91 * DAY];
export type Bin = { start: number; end: number; counts: Map<string, number>; total: number };
export type Histogram = { start: number; end: number; width: number; bins: Bin[]; most: number };

/** Of all but the oldest one (or one in a hundred), so that one of long ago does not squeeze all others; it goes into the first bin. */
export function histogram(points: Point[], wanted: number): Histogram | null {
  if (!points.length) return null;
  const moments = points.map((point) => point.moment).sort((a, b) => a - b);
  const first = moments[Math.max(Math.floor(moments.length / 100), moments.length > 10 ? 1 : 0)] as number;
  const last = moments[moments.length - 1] as number;
  const width = WIDTHS.find((each) => (last - first) / each <= wanted) ?? (WIDTHS[WIDTHS.length - 1] as number);
  const start = Math.floor(first / width) * width;
  const length = Math.floor((last - start) / width) + 1;
  const bins: Bin[] = Array.from({ length }, (_, n) => ({
    start: start + n * width, end: start + (n + 1) * width, counts: new Map(), total: 0,
  }));
  for (const point of points) {
    const bin = bins[Math.max(0, Math.floor((point.moment - start) / width))] as Bin;
    bin.counts.set(point.family, (bin.counts.get(point.family) ?? 0) + 1);
    bin.total += 1;
  }
  return { start, end: start + length * width, width, bins, most: Math.max(...bins.map((bin) => bin.total)) };
}
