// The map with its buttons, its tip and its legend.
import { useEffect, useRef, useState } from "preact/hooks";
import { effect } from "@preact/signals";
import { Chart, type Hit } from "../map/chart";
import { FAMILIES } from "../model/families";
import { clock, countries, filters, fresh, loaded, picked, pointed, points, select, selected, setFilters, shown } from "../model/state";
import { toggled } from "../model/filters";
import type { Point } from "../model/types";
import { count, countryName, place, tolls, typeName, ago } from "../model/words";
import { Sign } from "./sign";

const STEP = 80;

export function Map() {
  const canvas = useRef<HTMLCanvasElement>(null), chart = useRef<Chart | null>(null);
  const [tip, setTip] = useState<Hit | null>(null);
  useEffect(() => {
    const made = new Chart(canvas.current as HTMLCanvasElement, () => setTip(null));
    chart.current = made;
    Object.assign(globalThis, { tocsinChart: made });
    const stops = [
      effect(() => made.show(shown.value, clock.value)),
      effect(() => made.name(countries.value)),
      effect(() => made.ring(fresh.value)),
      effect(() => made.choose(selected.value ?? pointed.value)),
      effect(() => {
        const point = selected.value && loaded.value ? points.peek().get(selected.value) : null;
        if (point) made.reveal(point);
      }),
    ];
    const recolour = () => made.recolour();
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    addEventListener("themechange", recolour);
    scheme.addEventListener("change", recolour);
    return () => { stops.forEach((stop) => stop()); removeEventListener("themechange", recolour); };
  }, []);
  const hit = (event: MouseEvent) => chart.current?.hit(event.offsetX, event.offsetY) ?? null;
  return (
    <section class="map" aria-label="Map of incidents">
      <canvas ref={canvas} tabIndex={0} role="application" class={tip ? "pointing" : ""}
        aria-label={`Map: ${count(shown.value.length, "incident")}. Arrow keys move, plus and minus zoom, 0 shows the world. The same incidents stand in the list beside it.`}
        onPointerMove={(event) => { if (!event.buttons) setTip(hit(event)); }} onPointerLeave={() => setTip(null)}
        onClick={(event) => act(hit(event), chart.current as Chart)} onKeyDown={(event) => key(event, chart.current as Chart)} />
      {tip && <Tip hit={tip} />}
      <div class="map-buttons">
        <button type="button" aria-label="Zoom in" onClick={() => chart.current?.zoomBy(1.7)}>+</button>
        <button type="button" aria-label="Zoom out" onClick={() => chart.current?.zoomBy(1 / 1.7)}>−</button>
        <button type="button" aria-label="Show the world" onClick={() => chart.current?.home()}>⌂</button>
      </div>
      <Legend />
      <Nowhere points={shown.value} />
    </section>
  );
}

function act(hit: Hit | null, chart: Chart): void {
  if (hit?.kind === "mark") select(hit.point.id);
  if (hit?.kind === "country") {
    pick(`Somewhere in ${countryName(hit.code, countries.value)}`, hit.points);
  }
  if (hit?.kind === "cluster") {
    const held = chart.open(hit.cluster);
    if (held) pick("At one place", held);
  }
}

function pick(title: string, found: Point[]): void {
  picked.value = { title, ids: found.map((point) => point.id) };
  select(null);
}

function key(event: KeyboardEvent, chart: Chart): void {
  const moves: Record<string, [number, number]> = {
    ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP],
  };
  const move = moves[event.key];
  if (move) chart.panBy(...move);
  else if (event.key === "+" || event.key === "=") chart.zoomBy(1.5);
  else if (event.key === "-") chart.zoomBy(1 / 1.5);
  else if (event.key === "0") chart.home();
  else return;
  event.preventDefault();
}

function Tip({ hit }: { hit: Hit }) {
  const place_ = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = place_.current as HTMLDivElement, room = (box.parentElement as HTMLElement).clientWidth;
    box.style.left = `${Math.max(4, Math.min(hit.x + 14, room - box.offsetWidth - 8))}px`;
    box.style.top = `${Math.max(4, hit.y - box.offsetHeight - 12)}px`;
  });
  return <div class="tip" ref={place_}>{hit.kind === "mark" ? <PointTip point={hit.point} /> : <GroupTip hit={hit} />}</div>;
}

function PointTip({ point }: { point: Point }) {
  return (
    <>
      <b dir="auto">{point.headline}</b>
      <span><Sign type={point.type} /> {typeName(point.type)} · <bdi>{place(point, countries.value)}</bdi></span>
      <span>{[tolls(point), count(point.articles, "article"), count(point.origins, "origin")].filter(Boolean).join(" · ")} · {ago(point.last, clock.value)}</span>
    </>
  );
}

function GroupTip({ hit }: { hit: Exclude<Hit, { kind: "mark" }> }) {
  const counts = hit.kind === "cluster" ? hit.cluster.families : tally(hit.points);
  const title = hit.kind === "cluster" ? count(hit.cluster.count, "incident")
    : `${count(hit.points.length, "incident")} known only as “${countryName(hit.code, countries.value)}”`;
  return (
    <>
      <b>{title}</b>
      {FAMILIES.filter(({ key: name }) => counts[name]).map(({ key: name, name: label }) => (
        <span key={name}><Sign type={`${name}/`} /> {counts[name]} {label.toLowerCase()}</span>
      ))}
    </>
  );
}

function tally(found: Point[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { family } of found) counts[family] = (counts[family] ?? 0) + 1;
  return counts;
}

function Legend() {
  return (
    <details class="legend" open={innerWidth > 900}>
      <summary>Legend</summary>
      <ul>
        {FAMILIES.slice(0, -1).map(({ key: name, name: label }) => (
          <li key={name}>
            <button type="button" aria-pressed={filters.value.type.includes(name)}
              onClick={() => setFilters(toggled(filters.value, "type", name))}><Sign type={`${name}/`} size={13} />{label}</button>
          </li>
        ))}
      </ul>
      <p>Size: the dead and injured. Fading: the time since the last report. Soft circle: where within. Shaded country: known no closer.</p>
    </details>
  );
}

function Nowhere({ points: found }: { points: Point[] }) {
  const lost = found.filter((point) => point.precision === "unknown" || (point.latitude === null && point.precision !== "country"));
  if (!lost.length || !points.value.size) return null;
  return <button type="button" class="nowhere" onClick={() => pick("Place unknown", lost)}>{lost.length} with place unknown</button>;
}

