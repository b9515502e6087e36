// The incidents that pass the filters, the gravest or the newest first; or those picked on the map.
import { useState } from "preact/hooks";
import { clock, countries, picked, pointed, points, select, shown } from "../model/state";
import { least } from "../model/point";
import type { Point } from "../model/types";
import { ago, count, place, tolls, typeName } from "../model/words";
import { Severity, Sign } from "./sign";

const STEP = 100;
type Order = "gravest" | "newest";
const ORDERS: Record<Order, (a: Point, b: Point) => number> = {
  gravest: (a, b) => b.severity - a.severity || least(b.killed) - least(a.killed) || b.last - a.last,
  newest: (a, b) => b.last - a.last,
};

export function List() {
  const [order, setOrder] = useState<Order>("gravest"), [most, setMost] = useState(STEP);
  const group = picked.value;
  const found = group ? group.ids.flatMap((id) => points.value.get(id) ?? []) : shown.value;
  const sorted = [...found].sort(ORDERS[order]);
  return (
    <>
      <div class="stream-head">
        {group && <button type="button" onClick={() => { picked.value = null; }}>← All</button>}
        <span>{group ? `${group.title}: ` : ""}{count(sorted.length, "incident")}</span>
        <span class="orders" role="group" aria-label="Order">
          {(["gravest", "newest"] as const).map((each) =>
            <button key={each} type="button" aria-pressed={order === each} onClick={() => setOrder(each)}>{each}</button>)}
        </span>
      </div>
      <ol class="stream">
        {sorted.slice(0, most).map((point) => <Item key={point.id} point={point} />)}
        {!sorted.length && <li class="nothing">No incident passes the filters.</li>}
      </ol>
      {sorted.length > most && <button type="button" class="quiet" onClick={() => setMost(most + STEP)}>Show {Math.min(STEP, sorted.length - most)} more</button>}
    </>
  );
}

function Item({ point }: { point: Point }) {
  return (
    <li class="revision">
      <button type="button" onClick={() => select(point.id)}
        onPointerEnter={() => { pointed.value = point.id; }} onPointerLeave={() => { pointed.value = null; }}>
        <span class="meta">
          <Sign type={point.type} /><span class="type">{typeName(point.type)}</span><Severity level={point.severity} />
          <time title={new Date(point.last).toISOString()}>{ago(point.last, clock.value)}</time>
        </span>
        <span class="headline" dir="auto">{point.headline}</span>
        <span class="what place"><bdi>{place(point, countries.value)}</bdi></span>
        <span class="sources">{[tolls(point), count(point.articles, "article"), count(point.origins, "origin")].filter(Boolean).join(" · ")}</span>
      </button>
    </li>
  );
}
