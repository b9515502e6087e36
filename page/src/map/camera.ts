// Where the view goes: the whole world, or a flight to a place. Pure but for the frames of the flight.
import { zoomIdentity, type ZoomTransform } from "d3-zoom";
import type { View } from "./ground";
import { SIZE, project } from "./world";

const FLIGHT_MS = 450;
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** The inhabited world, from 56 south to 76 north, in the middle. */
export function world({ width, height }: View): ZoomTransform {
  const top = project(0, 76)[1], bottom = project(0, -56)[1];
  const k = Math.min(width / SIZE, height / (bottom - top));
  return zoomIdentity.translate((width - k * SIZE) / 2, (height - k * (top + bottom)) / 2).scale(k);
}

/** Calls `step` with every transform on the way to (x, y) at scale `k`; at once where motion is unwanted. */
export function fly(from: View, k: number, x: number, y: number, step: (transform: ZoomTransform) => void): void {
  const target = zoomIdentity.translate(from.width / 2 - k * x, from.height / 2 - k * y).scale(k);
  const begun = performance.now(), length = still.matches ? 1 : FLIGHT_MS;
  const frame = () => {
    const t = Math.min(1, (performance.now() - begun) / length), ease = 1 - (1 - t) ** 3;
    const kk = from.k * (target.k / from.k) ** ease;
    const part = target.k === from.k ? ease : (kk - from.k) / (target.k - from.k);
    const at = (a: number, b: number) => a + (b - a) * part;
    step(zoomIdentity.translate(at(from.x, target.x), at(from.y, target.y)).scale(kk));
    if (t < 1) requestAnimationFrame(frame);
  };
  frame();
}
