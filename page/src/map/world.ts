// Outlines, borders and cities as paths on a plane: Mercator, whose circles stay circles, the world 1024 wide.
import { geoMercator, geoPath, geoArea, geoCentroid, type GeoProjection } from "d3-geo";
import { feature, mesh } from "topojson-client";
import type { Feature, Geometry, Polygon } from "geojson";
import type { GeometryCollection, Topology } from "topojson-specification";

export const SIZE = 1024;
export const EARTH_KM = 40_075;
export const projection: GeoProjection = geoMercator().scale(SIZE / (2 * Math.PI)).translate([SIZE / 2, SIZE / 2]);

export type Box = [number, number, number, number];
export type Country = { id: string; path: Path2D; box: Box; centre: [number, number]; width: number };
export type Land = { countries: Map<string, Country>; land: Path2D; borders: Path2D };
type Atlas = Topology<{ countries: GeometryCollection }>;

export function project(longitude: number, latitude: number): [number, number] {
  return projection([longitude, Math.max(-84, Math.min(84, latitude))]) ?? [0, 0];
}

/** Of a circle on the ground, at its latitude, in units of the plane. */
export function planeRadius(km: number, latitude: number): number {
  return (km / EARTH_KM) * SIZE / Math.max(0.1, Math.cos((latitude * Math.PI) / 180));
}

export function makeLand(atlas: Atlas): Land {
  const countries = new Map<string, Country>();
  const all = feature(atlas, atlas.objects.countries);
  for (const each of all.features) {
    const id = String(each.id ?? "");
    if (!id) continue;
    const [[x0, y0], [x1, y1]] = geoPath(projection).bounds(each);
    const [centre, width] = middle(each);
    countries.set(id, { id, path: pathOf(each), box: [x0, y0, x1, y1], centre, width });
  }
  return { countries, land: pathOf(all), borders: pathOf(mesh(atlas, atlas.objects.countries, (a, b) => a !== b)) };
}

function pathOf(shape: Parameters<ReturnType<typeof geoPath>>[0]): Path2D {
  return new Path2D(geoPath(projection).digits(3)(shape) ?? "");
}

/** The middle and width of the largest part: France's is not in the Atlantic. */
function middle(country: Feature<Geometry>): [[number, number], number] {
  const { geometry } = country;
  const parts: Polygon[] = geometry.type === "MultiPolygon"
    ? geometry.coordinates.map((coordinates) => ({ type: "Polygon", coordinates }))
    : [geometry as Polygon];
  const largest = parts.reduce((a, b) => (geoArea(b) > geoArea(a) ? b : a));
  const [[x0], [x1]] = geoPath(projection).bounds(largest);
  return [projection(geoCentroid(largest)) ?? [0, 0], x1 - x0];
}

/** Lines as `make_map.py` stores them: steps in hundredths of a degree. */
export function makeRegions(lines: number[][]): { path: Path2D; box: Box }[] {
  return lines.map((steps) => {
    const path = new Path2D();
    const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
    let longitude = 0, latitude = 0;
    for (let n = 0; n < steps.length; n += 2) {
      longitude += steps[n] as number;
      latitude += steps[n + 1] as number;
      const [x, y] = project(longitude / 100, latitude / 100);
      if (n) path.lineTo(x, y);
      else path.moveTo(x, y);
      box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
    }
    return { path, box };
  });
}

export const meets = (a: Box, b: Box) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
