// What of the incidents goes where on the map: marks and clusters, countries known only by name, places unknown. Pure.
import Supercluster from "supercluster";
import { least } from "../model/point";
import type { Point } from "../model/types";
import { planeRadius, project } from "./world";

export type Mark = { point: Point; x: number; y: number; radius: number; size: number };
export type Cluster = { id: number; x: number; y: number; count: number; families: Record<string, number> };
export type Layout = {
  marks: Map<string, Mark>;
  index: Supercluster<{ id: string; family: string }, { families: Record<string, number> }>;
  countries: Map<string, Point[]>;
  nowhere: Point[];
};

/** Pixels from the middle of a mark to its rim: by the dead, the injured counting a quarter. */
export function sizeOf(point: Point): number {
  const harm = least(point.killed) + least(point.injured) / 4;
  return Math.min(20, 4.5 + 2.1 * Math.sqrt(harm));
}

export function layout(points: Point[]): Layout {
  const marks = new Map<string, Mark>(), countries = new Map<string, Point[]>(), nowhere: Point[] = [];
  for (const point of points) {
    const { latitude, longitude, precision, country } = point;
    if (precision === "country" && country) {
      countries.set(country, [...(countries.get(country) ?? []), point]);
    } else if (latitude === null || longitude === null || precision === "country") {
      nowhere.push(point);
    } else {
      const [x, y] = project(longitude, latitude);
      marks.set(point.id, { point, x, y, radius: planeRadius(point.radius, latitude), size: sizeOf(point) });
    }
  }
  const index = new Supercluster<{ id: string; family: string }, { families: Record<string, number> }>({
    radius: 44, extent: 512, maxZoom: 9, minPoints: 3,
    map: ({ family }) => ({ families: { [family]: 1 } }),
    reduce: (sum, each) => {
      for (const [family, count] of Object.entries(each.families)) {
        sum.families[family] = (sum.families[family] ?? 0) + count;
      }
    },
  });
  index.load([...marks.values()].map(({ point }) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [point.longitude as number, point.latitude as number] },
    properties: { id: point.id, family: point.family },
  })));
  return { marks, index, countries, nowhere };
}
