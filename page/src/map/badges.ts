// Countries in which something is known to have happened, and no closer: a shade, and a badge where it has room.
import { countryName, type Countries } from "../model/words";
import type { Point } from "../model/types";
import type { View } from "./ground";
import { freshness } from "./marks";
import type { Palette } from "./palette";
import { meets, type Box, type Land } from "./world";

export type Shades = Map<string, { colour: string; strength: number }>;
export type Badge = { code: string; points: Point[]; box: Box; label: string };

export function shadesOf(groups: Map<string, Point[]>, countries: Countries, colours: Palette, clock: number): Shades {
  const shades: Shades = new Map();
  for (const [code, points] of groups) {
    const newest = newestOf(points);
    const strength = (0.1 + 0.025 * Math.min(4, Math.log2(points.length))) * freshness(newest.last, clock);
    shades.set(countries[code]?.[0] ?? "", { colour: colours.families.get(newest.family) ?? colours.ink, strength });
  }
  return shades;
}

/** Of many the first; in words where the country is wide enough, else the number; none over another. */
export function badgesOf(groups: Map<string, Point[]>, countries: Countries, land: Land | null, view: View, taken: Box[]): Badge[] {
  const placed: Badge[] = [], { k, x, y } = view;
  for (const [code, points] of [...groups].sort((a, b) => b[1].length - a[1].length)) {
    const country = land?.countries.get(countries[code]?.[0] ?? "");
    if (!country) continue;
    const words = `${points.length} in ${countryName(code, countries)}`, wide = words.length * 6.4 + 20;
    const label = country.width * k > wide * 1.1 ? words : String(points.length);
    const half = label === words ? wide / 2 : 9 + 3.5 * label.length;
    const px = country.centre[0] * k + x, py = country.centre[1] * k + y + (label === words ? 16 : 0);
    const box: Box = [px - half, py - 10, px + half, py + 10];
    if (px < -half || px > view.width + half || py < 0 || py > view.height) continue;
    if (taken.some((each) => meets(each, box)) || placed.some((each) => meets(each.box, box))) continue;
    placed.push({ code, points, label, box });
  }
  return placed;
}

export function drawBadge(c: CanvasRenderingContext2D, { box: [x0, y0, x1, y1], label, points }: Badge, colours: Palette): void {
  c.beginPath();
  c.roundRect(x0, y0, x1 - x0, y1 - y0, 6);
  c.fillStyle = colours.halo;
  c.globalAlpha = 0.9;
  c.fill();
  c.globalAlpha = 1;
  c.strokeStyle = colours.families.get(newestOf(points).family) ?? colours.ink;
  c.lineWidth = 1;
  c.setLineDash([3, 2]);
  c.stroke();
  c.setLineDash([]);
  c.fillStyle = colours.ink;
  c.font = "500 11px Inter, system-ui, sans-serif";
  c.textAlign = "center";
  c.textBaseline = "middle";
  c.fillText(label, (x0 + x1) / 2, (y0 + y1) / 2 + 0.5);
}

const newestOf = (points: Point[]) => points.reduce((a, b) => (b.last > a.last ? b : a));
