// The map's canvas: it keeps the view, lays out what is shown, draws when something changed, and says what lies where.
import { select as d3select } from "d3-selection";
import { zoom, type ZoomBehavior, type ZoomTransform } from "d3-zoom";
import type { Point } from "../model/types";
import type { Countries } from "../model/words";
import { badgesOf, drawBadge, shadesOf, type Badge, type Shades } from "./badges";
import { fly, world } from "./camera";
import { boxOf, drawGround, drawNames, type View } from "./ground";
import { layout, type Cluster, type Layout, type Mark } from "./layout";
import { clusterSize, drawCluster, drawRing, drawSign, drawSoft, freshness } from "./marks";
import { palette, type Palette } from "./palette";
import { drawRings } from "./rings";
import { Supply } from "./supply";
import { SIZE, project, projection, meets, type Box } from "./world";

export type Hit =
  | { kind: "mark"; point: Point; x: number; y: number }
  | { kind: "cluster"; cluster: Cluster; x: number; y: number }
  | { kind: "country"; code: string; points: Point[]; x: number; y: number };
const FURTHEST = 220;

export class Chart {
  private readonly context: CanvasRenderingContext2D;
  private readonly zoom: ZoomBehavior<HTMLCanvasElement, unknown>;
  private view: View = { width: 0, height: 0, k: 1, x: 0, y: 0, ratio: 1 };
  private readonly supply = new Supply(() => this.arrange());
  private layout: Layout = layout([]);
  private visible: { marks: Mark[]; clusters: Cluster[] } = { marks: [], clusters: [] };
  private shades: Shades = new Map();
  private badges: Badge[] = [];
  private reserved: Box[] = [];
  private colours: Palette = palette();
  private countries: Countries = {};
  private rings: ReadonlyMap<string, number> = new Map();
  private clock = 0;
  private chosen: string | null = null;
  private asked = 0;
  /** Whether nobody has moved it: it then shows the world at every size. */
  private untouched = true;
  private fitting = false;
  /** Milliseconds that the last drawing took; for the measurements of docs/performance.md. */
  drawn = 0;

  constructor(private readonly canvas: HTMLCanvasElement, private readonly moved: () => void) {
    this.context = canvas.getContext("2d", { alpha: false }) as CanvasRenderingContext2D;
    this.zoom = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([0.2, FURTHEST])
      .translateExtent([[-SIZE * 0.6, -SIZE * 0.3], [SIZE * 1.6, SIZE * 1.3]])
      .clickDistance(4)
      .on("zoom", ({ transform }: { transform: ZoomTransform }) => this.moveTo(transform));
    d3select(canvas).call(this.zoom).on("dblclick.zoom", null);
    new ResizeObserver(() => this.resize()).observe(canvas.parentElement as Element);
    this.resize();
  }

  show(points: Point[], clock: number): void {
    this.layout = layout(points);
    this.clock = clock;
    this.arrange();
  }

  name(countries: Countries): void {
    this.countries = countries;
    this.supply.ground.names = new Map(Object.values(countries));
    this.arrange();
  }

  ring(rings: ReadonlyMap<string, number>): void { this.rings = rings; this.ask(); }
  choose(id: string | null): void { this.chosen = id; this.ask(); }
  recolour(): void { this.colours = palette(); this.arrange(); }

  /** Bring an incident into view, unless it is there by itself already. */
  reveal(point: Point): void {
    if (point.latitude === null || point.longitude === null || this.alone(point.id)) return;
    const [x, y] = project(point.longitude, point.latitude);
    const wanted = point.precision === "country" ? 3 : point.precision === "admin1" ? 7 : 14;
    this.fly(Math.max(this.view.k, wanted), x, y);
  }

  private alone(id: string): boolean {
    const { k, x, y, width, height } = this.view, mark = this.visible.marks.find(({ point }) => point.id === id);
    if (!mark) return false;
    const px = mark.x * k + x, py = mark.y * k + y;
    return px > 20 && px < width - 20 && py > 20 && py < height - 20;
  }

  zoomBy(factor: number): void { d3select(this.canvas).call(this.zoom.scaleBy, factor); }
  panBy(x: number, y: number): void { d3select(this.canvas).call(this.zoom.translateBy, x / this.view.k, y / this.view.k); }
  home(): void { this.fit(); }

  open(cluster: Cluster): Point[] | null {
    const k = (512 / SIZE) * 2 ** (this.layout.index.getClusterExpansionZoom(cluster.id) + 0.2);
    if (k > this.view.k * 1.05 && k < FURTHEST && this.view.k < 200) {
      this.fly(Math.max(k, this.view.k * 1.6), cluster.x, cluster.y);
      return null;
    }
    const leaves = this.layout.index.getLeaves(cluster.id, 500);
    return leaves.flatMap((leaf) => this.layout.marks.get(leaf.properties.id)?.point ?? []);
  }

  /** What a test cannot see on a canvas. */
  where(): { k: number; x: number; y: number } {
    const { k, x, y } = this.view;
    return { k, x, y };
  }

  placed(): { marks: string[]; countries: Record<string, string[]>; nowhere: string[]; drawn: number } {
    const ids = (points: Point[]) => points.map((point) => point.id);
    const countries = Object.fromEntries([...this.layout.countries].map(([code, points]) => [code, ids(points)]));
    const drawn = this.visible.marks.length + this.visible.clusters.length;
    return { marks: [...this.layout.marks.keys()], countries, nowhere: ids(this.layout.nowhere), drawn };
  }

  hit(px: number, py: number): Hit | null {
    const badge = this.badges.find(({ box }) => px >= box[0] && px <= box[2] && py >= box[1] && py <= box[3]);
    if (badge) return { kind: "country", code: badge.code, points: badge.points, x: px, y: py };
    const { k, x, y } = this.view;
    const near = (mark: { x: number; y: number }, reach: number) => Math.hypot(mark.x * k + x - px, mark.y * k + y - py) <= reach;
    const cluster = this.visible.clusters.find((each) => near(each, clusterSize(each.count)));
    if (cluster) return { kind: "cluster", cluster, x: cluster.x * k + x, y: cluster.y * k + y };
    const marks = this.visible.marks.filter((mark) => near(mark, Math.max(mark.size, 5) + 3));
    const mark = marks[marks.length - 1];
    return mark ? { kind: "mark", point: mark.point, x: mark.x * k + x, y: mark.y * k + y } : null;
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.canvas.parentElement as HTMLElement;
    if (!width || !height) return;
    const ratio = Math.min(2, devicePixelRatio || 1);
    this.view = { ...this.view, width, height, ratio };
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.zoom.extent([[0, 0], [width, height]]).scaleExtent([Math.min(width, height) / SIZE / 1.2, FURTHEST]);
    if (this.untouched) this.fit();
    else this.arrange();
  }

  private fit(): void {
    this.fitting = this.untouched = true;
    this.goTo(world(this.view));
    this.fitting = false;
  }

  private goTo(transform: ZoomTransform): void { d3select(this.canvas).call(this.zoom.transform, transform); }

  private fly(k: number, x: number, y: number): void {
    fly(this.view, k, x, y, (transform) => this.goTo(transform));
  }

  private moveTo({ k, x, y }: ZoomTransform): void {
    this.view = { ...this.view, k, x, y };
    this.untouched &&= this.fitting;
    this.supply.want(k);
    this.arrange();
    this.moved();
  }

  /** Which marks and clusters the view holds, and which countries are shaded. */
  private arrange(): void {
    const { k } = this.view, seen = boxOf(this.view), zoomLevel = Math.round(Math.log2((k * SIZE) / 512) + 0.2);
    const [west, north] = projection.invert?.([seen[0] - 20 / k, seen[1] - 20 / k]) ?? [-180, 85];
    const [east, south] = projection.invert?.([seen[2] + 20 / k, seen[3] + 20 / k]) ?? [180, -85];
    const whole = seen[2] - seen[0] >= SIZE;
    const found = this.layout.index.getClusters(
      [whole ? -180 : Math.max(-180, west), south, whole ? 180 : Math.min(180, east), north], Math.max(0, zoomLevel));
    const marks: Mark[] = [], clusters: Cluster[] = [];
    for (const { geometry, properties } of found) {
      if ("cluster_id" in properties) {
        const [x, y] = project(geometry.coordinates[0] as number, geometry.coordinates[1] as number);
        clusters.push({ id: properties.cluster_id, x, y, count: properties.point_count, families: properties.families });
      } else {
        const mark = this.layout.marks.get(properties.id);
        if (mark) marks.push(mark);
      }
    }
    marks.sort((a, b) => a.point.last - b.point.last);
    this.visible = { marks, clusters };
    this.shade();
    this.ask();
  }

  private shade(): void {
    const land = this.supply.ground.coarse ?? this.supply.ground.fine, { countries } = this.layout, { k, x, y } = this.view;
    this.shades = shadesOf(countries, this.countries, this.colours, this.clock);
    this.reserved = this.visible.clusters.map((cluster): Box => {
      const px = cluster.x * k + x, py = cluster.y * k + y, radius = clusterSize(cluster.count);
      return [px - radius, py - radius, px + radius, py + radius];
    });
    this.badges = badgesOf(countries, this.countries, land, this.view, this.reserved);
    this.reserved.push(...this.badges.map(({ box }) => box));
  }

  private ask(): void {
    if (!this.asked) this.asked = requestAnimationFrame(() => { this.asked = 0; this.draw(); });
  }

  private draw(): void {
    const begun = performance.now(), c = this.context, { view, colours } = this;
    drawGround(c, view, this.supply.ground, colours, this.shades);
    drawNames(c, view, this.supply.ground, colours, this.reserved);
    c.setTransform(view.ratio, 0, 0, view.ratio, 0, 0);
    const strengths = this.visible.marks.map((mark) => freshness(mark.point.last, this.clock));
    const seen = boxOf(view);
    this.visible.marks.forEach((mark, n) => {
      const reach: Box = [mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius];
      if (meets(reach, seen)) drawSoft(c, view, mark, colours, strengths[n] as number);
    });
    this.visible.marks.forEach((mark, n) => drawSign(c, view, mark, colours, strengths[n] as number));
    for (const cluster of this.visible.clusters) drawCluster(c, view, cluster, colours);
    for (const badge of this.badges) drawBadge(c, badge, colours);
    const ringing = drawRings(c, view, this.layout, this.rings, colours, begun);
    this.drawChosen();
    this.drawn = performance.now() - begun;
    if (this.layout.marks.size && this.supply.ground.coarse && !performance.getEntriesByName("tocsin-drawn").length) performance.mark("tocsin-drawn");
    if (ringing) this.ask();
  }

  private drawChosen(): void {
    const { k, x, y } = this.view, chosen = this.chosen ? this.layout.marks.get(this.chosen) : null;
    if (chosen) drawRing(this.context, chosen.x * k + x, chosen.y * k + y, chosen.size + 5, this.colours.focus, 0);
  }
}
