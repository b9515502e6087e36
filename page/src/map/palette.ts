// The colours of the canvas, read from the style sheet, so that the two never differ.
import { FAMILIES } from "../model/families";

export type Palette = Record<"sea" | "land" | "border" | "coast" | "region" | "ink" | "halo" | "faint" | "focus", string> & {
  families: Map<string, string>;
};

export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    sea: read("sea"), land: read("land"), border: read("border-line"), coast: read("coast"), region: read("region"),
    ink: read("ink"), halo: read("halo"), faint: read("faint"), focus: read("focus"),
    families: new Map(FAMILIES.map(({ key }) => [key, read(`family-${key.replaceAll("_", "-")}`)])),
  };
}
