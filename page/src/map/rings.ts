// Rings round what changed a moment ago.
import type { Layout } from "./layout";
import { drawRing } from "./marks";
import type { Palette } from "./palette";
import type { View } from "./ground";

const RING_MS = 2400;
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Whether any of them still moves. `rings`: incident to when it changed, as `performance.now()` says it. */
export function drawRings(c: CanvasRenderingContext2D, view: View, { marks }: Layout, rings: ReadonlyMap<string, number>,
  colours: Palette, now: number): boolean {
  let moving = false;
  for (const [id, since] of rings) {
    const age = (now - since) / RING_MS, mark = marks.get(id);
    if (age >= 1 || !mark) continue;
    const colour = colours.families.get(mark.point.family) ?? colours.ink;
    drawRing(c, mark.x * view.k + view.x, mark.y * view.k + view.y, mark.size + 3, colour, still.matches ? 0.3 : age);
    moving = true;
  }
  return moving;
}
