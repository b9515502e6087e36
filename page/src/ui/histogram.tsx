// Incidents over time; drag to choose a period.
import { useRef, useState } from "preact/hooks";
import { FAMILIES } from "../model/families";
import type { Bin, Histogram as Bins } from "../model/histogram";
import { filters, setFilters, timeline } from "../model/state";
import { count, day, minute } from "../model/words";

const HEIGHT = 46;

export function Histogram() {
  const bins = timeline.value;
  if (!bins) return <section class="histogram empty" aria-label="Incidents over time">No incidents to show in time.</section>;
  return <section class="histogram" aria-label="Incidents over time"><Bars bins={bins} /><Period bins={bins} /></section>;
}

function Bars({ bins }: { bins: Bins }) {
  const svg = useRef<SVGSVGElement>(null), [dragged, setDragged] = useState<[number, number] | null>(null);
  const span = bins.end - bins.start;
  const moment = (event: PointerEvent) => {
    const box = (svg.current as SVGSVGElement).getBoundingClientRect();
    return bins.start + Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * span;
  };
  const chosen: [number, number] | null = dragged
    ?? (filters.value.since === null && filters.value.until === null ? null
      : [filters.value.since ?? bins.start, filters.value.until ?? bins.end]);
  const end = () => {
    if (!dragged) return;
    const [from, to] = [Math.min(...dragged), Math.max(...dragged)];
    const wide = to - from > span / 200;
    const snap = (value: number, up: boolean) => bins.start + Math[up ? "ceil" : "floor"]((value - bins.start) / bins.width) * bins.width;
    setFilters({ ...filters.value, since: wide ? snap(from, false) : null, until: wide ? snap(to, true) : null });
    setDragged(null);
  };
  const x = (value: number) => (100 * Math.max(0, Math.min(span, value - bins.start))) / span;
  return (
    <svg ref={svg} class="bars" viewBox={`0 0 100 ${HEIGHT}`} preserveAspectRatio="none" role="img"
      aria-label={`${count(bins.bins.reduce((sum, bin) => sum + bin.total, 0), "incident")} from ${day(bins.start)} to ${day(bins.end - 1)}; the fields beside it choose a period`}
      onPointerDown={(event) => { svg.current?.setPointerCapture(event.pointerId); setDragged([moment(event), moment(event)]); }}
      onPointerMove={(event) => { if (dragged) setDragged([dragged[0], moment(event)]); }}
      onPointerUp={end} onPointerCancel={() => setDragged(null)}>
      {bins.bins.map((bin) => <Bar key={bin.start} bin={bin} bins={bins} x={x(bin.start)} />)}
      {chosen && <>
        <rect class="outside" x="0" y="0" width={x(Math.min(...chosen))} height={HEIGHT} />
        <rect class="outside" x={x(Math.max(...chosen))} y="0" width={100 - x(Math.max(...chosen))} height={HEIGHT} />
        <line class="edge" x1={x(Math.min(...chosen))} x2={x(Math.min(...chosen))} y1="0" y2={HEIGHT} />
        <line class="edge" x1={x(Math.max(...chosen))} x2={x(Math.max(...chosen))} y1="0" y2={HEIGHT} />
      </>}
    </svg>
  );
}

function Bar({ bin, bins, x }: { bin: Bin; bins: Bins; x: number }) {
  const width = 100 / bins.bins.length;
  let top = HEIGHT;
  return (
    <g>
      <title>{`${bins.width < 86_400_000 ? minute(bin.start) : day(bin.start)}: ${count(bin.total, "incident")}`}</title>
      <rect class="reach" x={x} y="0" width={width} height={HEIGHT} />
      {FAMILIES.map(({ key }) => {
        const number = bin.counts.get(key) ?? 0;
        if (!number) return null;
        const height = (number / bins.most) * (HEIGHT - 4);
        top -= height;
        return <rect key={key} class={`family-${key.replaceAll("_", "-")}`} x={x + width * 0.08} y={top} width={width * 0.84} height={height} />;
      })}
    </g>
  );
}

/** The same by keyboard. */
function Period({ bins }: { bins: Bins }) {
  const { since, until } = filters.value;
  const value = (moment: number | null) => (moment === null ? "" : new Date(moment).toISOString().slice(0, 10));
  const set = (name: "since" | "until", text: string) => {
    const moment = text ? Date.parse(`${text}T00:00:00Z`) : null;
    setFilters({ ...filters.value, [name]: moment });
  };
  return (
    <div class="period">
      <label>from <input type="date" value={value(since)} onChange={(event) => set("since", event.currentTarget.value)} /></label>
      <span class="extent">{day(bins.start)} – {day(bins.end - 1)}</span>
      <label>before <input type="date" value={value(until)} onChange={(event) => set("until", event.currentTarget.value)} /></label>
      {(since !== null || until !== null) &&
        <button type="button" onClick={() => setFilters({ ...filters.value, since: null, until: null })}>All times</button>}
    </div>
  );
}
