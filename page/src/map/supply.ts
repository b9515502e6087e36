// The ground's data, each part loaded once, when the view first comes near enough to need it.
import * as api from "../model/api";
import { CITIES_FROM, FINE_FROM, REGIONS_FROM, type City, type Ground } from "./ground";
import { makeLand, makeRegions, project } from "./world";

export class Supply {
  readonly ground: Ground = { coarse: null, fine: null, regions: null, cities: null, names: new Map() };
  private readonly wanted = new Set<string>();

  constructor(private readonly arrived: () => void) {}

  /** What a view at scale `k` needs. */
  want(k: number): void {
    void this.load("coarse", async () => { this.ground.coarse = makeLand(await api.asset("land-110.json")); });
    if (k >= FINE_FROM) void this.load("fine", async () => { this.ground.fine = makeLand(await api.asset("land-50.json")); });
    if (k >= REGIONS_FROM) void this.load("regions", async () => { this.ground.regions = makeRegions(await api.asset("regions.json")); });
    if (k >= CITIES_FROM) void this.load("cities", async () => { this.ground.cities = await cities(); });
  }

  /** One that fails is tried again at the next move. */
  private async load(what: string, how: () => Promise<void>): Promise<void> {
    if (this.wanted.has(what)) return;
    this.wanted.add(what);
    try {
      await how();
      this.arrived();
    } catch { this.wanted.delete(what); }
  }
}

async function cities(): Promise<City[]> {
  const rows = await api.asset<[string, number, number, number][]>("cities.json");
  return rows.map(([name, longitude, latitude, people]) => {
    const [x, y] = project(longitude, latitude);
    return { name, x, y, people };
  });
}
