// The ground: sea, land, borders; region borders and city names when near.
import type { Palette } from "./palette";
import { meets, type Box, type Country, type Land } from "./world";

export type City = { name: string; x: number; y: number; people: number };
export type Regions = { path: Path2D; box: Box }[];
export type View = { width: number; height: number; k: number; x: number; y: number; ratio: number };
export type Ground = {
  coarse: Land | null; fine: Land | null; regions: Regions | null; cities: City[] | null;
  names: Map<string, string>;
};
export const FINE_FROM = 3, REGIONS_FROM = 6, CITIES_FROM = 5;

export const boxOf = ({ width, height, k, x, y }: View): Box => [-x / k, -y / k, (width - x) / k, (height - y) / k];

export function drawGround(c: CanvasRenderingContext2D, view: View, ground: Ground, colours: Palette,
  shades: Map<string, { colour: string; strength: number }>): void {
  const { k, x, y, ratio } = view;
  c.setTransform(1, 0, 0, 1, 0, 0);
  c.fillStyle = colours.sea;
  c.fillRect(0, 0, c.canvas.width, c.canvas.height);
  const land = k >= FINE_FROM ? ground.fine ?? ground.coarse : ground.coarse ?? ground.fine;
  if (!land) return;
  c.setTransform(ratio * k, 0, 0, ratio * k, ratio * x, ratio * y);
  const seen = boxOf(view);
  c.fillStyle = colours.land;
  c.strokeStyle = colours.coast;
  c.lineWidth = 0.7 / k;
  c.lineJoin = "round";
  for (const country of near(land, seen)) {
    c.fill(country.path);
    c.stroke(country.path);
    const shade = shades.get(country.id);
    if (shade) {
      c.globalAlpha = shade.strength;
      c.fillStyle = shade.colour;
      c.fill(country.path);
      c.globalAlpha = 1;
      c.fillStyle = colours.land;
    }
  }
  if (k >= REGIONS_FROM && ground.regions) {
    c.strokeStyle = colours.region;
    c.lineWidth = 0.6 / k;
    for (const region of ground.regions) if (meets(region.box, seen)) c.stroke(region.path);
  }
  c.strokeStyle = colours.border;
  c.lineWidth = 0.8 / k;
  c.stroke(land.borders);
}

function* near(land: Land, seen: Box): Iterable<Country> {
  for (const country of land.countries.values()) if (meets(country.box, seen)) yield country;
}

/** Names of countries and cities that have room; a name is drawn once and never over another, nor over what is reserved. */
export function drawNames(c: CanvasRenderingContext2D, view: View, ground: Ground, colours: Palette,
  reserved: Box[]): void {
  const { k, x, y, ratio } = view;
  const land = ground.fine ?? ground.coarse;
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  c.textAlign = "center";
  c.textBaseline = "middle";
  c.lineJoin = "round";
  c.lineWidth = 3;
  c.strokeStyle = colours.halo;
  const taken = [...reserved];
  const place = (text: string, px: number, py: number, size: number, offset: number): boolean => {
    const half = (c.measureText(text).width + 6) / 2;
    const box: Box = [px - half, py + offset - size, px + half, py + offset + size];
    if (px < 0 || py < 0 || px > view.width || py > view.height || taken.some((each) => meets(each, box))) return false;
    taken.push(box);
    c.strokeText(text, px, py + offset);
    c.fillText(text, px, py + offset);
    return true;
  };
  if (land && k >= 1.6) {
    c.fillStyle = colours.faint;
    c.font = "500 11px Inter, system-ui, sans-serif";
    c.letterSpacing = "1.2px";
    for (const country of land.countries.values()) {
      const name = ground.names.get(country.id)?.toUpperCase();
      if (!name || country.width * k < name.length * 9 || country.width * k > view.width * 2.5) continue;
      place(name, country.centre[0] * k + x, country.centre[1] * k + y, 8, 0);
    }
    c.letterSpacing = "0px";
  }
  if (k >= CITIES_FROM && ground.cities) {
    const room = Math.round((view.width * view.height) / 14_000), seen = boxOf(view);
    c.fillStyle = colours.faint;
    let drawn = 0;
    for (const city of ground.cities) {
      if (city.x < seen[0] || city.x > seen[2] || city.y < seen[1] || city.y > seen[3]) continue;
      c.font = `${city.people > 1000 ? 600 : 400} 11px Inter, system-ui, sans-serif`;
      const px = city.x * k + x, py = city.y * k + y;
      if (place(city.name, px, py, 7, -9)) {
        c.beginPath();
        c.arc(px, py, 1.4, 0, 2 * Math.PI);
        c.fill();
        drawn += 1;
      }
      if (drawn >= room) break;
    }
  }
}
