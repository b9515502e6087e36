// The newest revisions and what each changed, live.
import { changes, type Change } from "../model/diff";
import { test } from "../model/filters";
import { clock, countries, filters, lines, paused, pointed, points, resume, select, waiting } from "../model/state";
import type { Line } from "../model/types";
import { ago, changeName, confirmationName, count, place, typeName } from "../model/words";
import { Severity, Sign } from "./sign";

const SHOWN = 150, NAMED = 3;

export function Stream() {
  const passes = test({ ...filters.value, since: null, until: null });
  const found = lines.value.filter(({ point }) => passes({ ...point, status: "open" })).slice(0, SHOWN);
  const held = waiting.value.length;
  return (
    <>
      <div class="stream-head">
        <button type="button" aria-pressed={paused.value} onClick={() => (paused.value ? resume() : (paused.value = true))}>
          {paused.value ? "▶ Resume" : "❚❚ Pause"}
        </button>
        <span>{paused.value ? `paused, ${count(held, "revision")} waiting` : "newest first, as they are stored"}</span>
      </div>
      <ol class="stream">
        {found.map((line) => <Item key={line.seq} line={line} />)}
        {!found.length && <li class="nothing">Nothing yet that passes the filters.</li>}
      </ol>
    </>
  );
}

function Item({ line }: { line: Line }) {
  const { point, change } = line;
  const newest = points.value.get(point.id) ?? point;
  return (
    <li class={`revision ${change.kind}`} data-seq={line.seq}>
      <button type="button" onClick={() => select(point.mergedInto ?? point.id)}
        onPointerEnter={() => { pointed.value = point.id; }} onPointerLeave={() => { pointed.value = null; }}>
        <span class="meta">
          <span class="kind">{point.mergedInto ? "merged away" : changeName(change.kind)}</span>
          <Sign type={point.type} /><span class="type">{typeName(point.type)}</span>
          <Severity level={point.severity} />
          <time title={new Date(point.last).toISOString()}>{ago(point.last, clock.value)}</time>
        </span>
        <span class="headline" dir="auto">{point.headline}</span>
        <What line={line} />
        <span class="sources">
          {count(point.articles, "article")} of {count(point.publishers, "outlet")}, {count(point.origins, "independent origin")}, {confirmationName(point.confirmation)}
          {newest.revision > point.revision && <em> · since revised</em>}
        </span>
      </button>
    </li>
  );
}

function What({ line }: { line: Line }) {
  const { change, point } = line;
  if (point.mergedInto) return <span class="what">now part of <bdi>{points.value.get(point.mergedInto)?.headline ?? "another incident"}</bdi></span>;
  if (change.kind === "opened") return <span class="what place"><bdi>{place(point, countries.value)}</bdi></span>;
  const found = changes(change.fields).filter(({ name }) => name !== "headline" && name !== "publishers");
  const told = found.filter(({ name }) => ORDER.includes(name)).sort((a, b) => rank(a) - rank(b));
  const grown = found.flatMap(growth);
  return (
    <span class="what">
      {told.slice(0, NAMED).map((each) => <OneChange key={each.name} change={each} speaker={line.speaker} />)}
      {told.length > NAMED && <i>+{told.length - NAMED} more</i>}
      {grown.length > 0 && <i>{grown.join(", ")}</i>}
      {change.reason && <i dir="auto">{change.reason}</i>}
    </span>
  );
}

/** `+2 claims`, for what is counted only. */
function growth(change: Change): string[] {
  const name = COUNTED[change.name];
  if (!name || change.kind === "items") return [];
  const grown = Number(change.after) - Number(change.before);
  return grown ? [`${grown > 0 ? "+" : "−"}${count(Math.abs(grown), name)}`] : [];
}

const COUNTED: Record<string, string> = {
  articles: "article", "independent origins": "origin", claims: "claim", actors: "actor", targets: "target", weapons: "weapon",
};
const ORDER = ["killed", "injured", "abducted", "arrested", "status", "type", "place", "time", "confirmation", "severity", "supersedes"];
const rank = ({ name }: Change) => ORDER.indexOf(name);

function OneChange({ change, speaker }: { change: Change; speaker: string | null }) {
  if (change.kind === "items") return null;
  const said = speaker && ["killed", "injured", "abducted", "arrested"].includes(change.name);
  return (
    <span class="change">
      {change.name} <del><bdi>{change.before}</bdi></del> → <ins><bdi>{change.after}</bdi></ins>
      {said && <> says <bdi>{speaker}</bdi></>}
    </span>
  );
}
