// Incidents on the map. What is known to a place is a sign in its soft circle of uncertainty; what is known to a region
// only is that circle and a hollow sign; several close together are a ring that shows their kinds.
import { corners, familyOf } from "../model/families";
import type { Cluster, Mark } from "./layout";
import type { Palette } from "./palette";
import type { View } from "./ground";

const SPRITE = 128;
const VAGUE = new Set(["admin1", "admin2"]);
const sprites = new Map<string, HTMLCanvasElement>();

/** A disc that fades to its rim, once per colour (`#rrggbb`). */
function soft(colour: string): HTMLCanvasElement {
  const held = sprites.get(colour);
  if (held) return held;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SPRITE;
  const c = canvas.getContext("2d") as CanvasRenderingContext2D;
  const fade = c.createRadialGradient(SPRITE / 2, SPRITE / 2, 0, SPRITE / 2, SPRITE / 2, SPRITE / 2);
  fade.addColorStop(0, colour);
  fade.addColorStop(0.55, `${colour}8c`);
  fade.addColorStop(1, `${colour}00`);
  c.fillStyle = fade;
  c.fillRect(0, 0, SPRITE, SPRITE);
  sprites.set(colour, canvas);
  return canvas;
}

/** 1 for what was reported within a day of the newest report, down to 0.35 after a month. */
export function freshness(last: number, clock: number): number {
  const days = Math.max(0, (clock - last) / 86_400_000);
  return days < 1 ? 1 : Math.max(0.35, 1 - 0.19 * Math.log(days + 0.4));
}

export function trace(c: CanvasRenderingContext2D, type: string, x: number, y: number, size: number): void {
  c.beginPath();
  const points = corners(familyOf(type).sign);
  if (!points.length) { c.arc(x, y, size, 0, 2 * Math.PI); return; }
  points.forEach(([px, py], n) => (n ? c.lineTo(x + px * size, y + py * size) : c.moveTo(x + px * size, y + py * size)));
  c.closePath();
}

export function drawSoft(c: CanvasRenderingContext2D, view: View, mark: Mark, colours: Palette, strength: number): void {
  const radius = mark.radius * view.k;
  if (radius < mark.size) return;
  const x = mark.x * view.k + view.x, y = mark.y * view.k + view.y;
  const colour = colours.families.get(mark.point.family) ?? colours.ink;
  c.globalAlpha = 0.34 * strength;
  c.drawImage(soft(colour), x - radius, y - radius, 2 * radius, 2 * radius);
  if (radius > 14) {
    c.globalAlpha = 0.5 * strength;
    c.strokeStyle = colour;
    c.lineWidth = 1;
    c.setLineDash([2, 4]);
    c.beginPath();
    c.arc(x, y, radius, 0, 2 * Math.PI);
    c.stroke();
    c.setLineDash([]);
  }
  c.globalAlpha = 1;
}

export function drawSign(c: CanvasRenderingContext2D, view: View, mark: Mark, colours: Palette, strength: number): void {
  const x = mark.x * view.k + view.x, y = mark.y * view.k + view.y;
  const colour = colours.families.get(mark.point.family) ?? colours.ink;
  const hollow = VAGUE.has(mark.point.precision) || mark.point.family === "other";
  trace(c, mark.point.type, x, y, mark.size);
  c.globalAlpha = hollow ? strength : 0.88 * strength;
  if (!hollow) { c.fillStyle = colour; c.fill(); }
  c.globalAlpha = strength;
  c.lineWidth = hollow ? 2 : 1;
  c.strokeStyle = hollow ? colour : colours.halo;
  if (hollow) c.setLineDash([4, 3]);
  c.stroke();
  c.setLineDash([]);
  c.globalAlpha = 1;
}

/** A ring round something, growing with `age` from 0 to 1. */
export function drawRing(c: CanvasRenderingContext2D, x: number, y: number, radius: number, colour: string, age: number): void {
  c.globalAlpha = 1 - age;
  c.strokeStyle = colour;
  c.lineWidth = 2;
  c.beginPath();
  c.arc(x, y, radius + 22 * age, 0, 2 * Math.PI);
  c.stroke();
  c.globalAlpha = 1;
}

export const clusterSize = (count: number) => Math.min(27, 8.5 + 1.9 * Math.log2(count));

export function drawCluster(c: CanvasRenderingContext2D, view: View, cluster: Cluster, colours: Palette): void {
  const x = cluster.x * view.k + view.x, y = cluster.y * view.k + view.y, radius = clusterSize(cluster.count);
  c.beginPath();
  c.arc(x, y, radius, 0, 2 * Math.PI);
  c.fillStyle = colours.halo;
  c.globalAlpha = 0.9;
  c.fill();
  c.globalAlpha = 1;
  let angle = -Math.PI / 2;
  c.lineWidth = 4;
  for (const [family, count] of Object.entries(cluster.families).sort((a, b) => b[1] - a[1])) {
    const end = angle + (2 * Math.PI * count) / cluster.count;
    c.strokeStyle = colours.families.get(family) ?? colours.ink;
    c.beginPath();
    c.arc(x, y, radius - 2, angle, end);
    c.stroke();
    angle = end;
  }
  c.fillStyle = colours.ink;
  c.font = `600 ${cluster.count > 999 ? 10.5 : 12}px Inter, system-ui, sans-serif`;
  c.textAlign = "center";
  c.textBaseline = "middle";
  c.fillText(cluster.count > 9999 ? `${Math.round(cluster.count / 1000)}k` : String(cluster.count), x, y + 0.5);
}
