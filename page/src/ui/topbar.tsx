// The name, the state of the connection, search, figures, light or dark.
import { useState } from "preact/hooks";
import { connection, figures, filters, loaded, problem, setFilters, shown, total } from "../model/state";

export function TopBar() {
  return (
    <header class="topbar">
      <h1 class="name"><Bell />Tocsin</h1>
      <Connection />
      <label class="search">
        <span class="unseen">Search headlines and places</span>
        <input type="search" placeholder="Search headlines and places" value={filters.value.text} spellcheck={false}
          onInput={(event) => setFilters({ ...filters.value, text: event.currentTarget.value })} />
      </label>
      <Figures />
      <button type="button" class="icon filters-toggle" onClick={() => document.body.classList.toggle("filters-open")}>
        Filters
      </button>
      <Theme />
    </header>
  );
}

function Bell() {
  return (
    <svg class="bell" width="18" height="18" viewBox="0 0 20 20" aria-hidden="true">
      <path d="M10 2c3.6 0 5 2.6 5.2 6 .2 3 .9 4.6 2.3 6H2.5c1.400-1.400 2.100-3 2.300-6C5 4.600 6.400 2 10 2z" />
      <path d="M7.800 15.800a2.300 2.300 0 0 0 4.400 0z" />
    </svg>
  );
}

function Connection() {
  const state = connection.value;
  const words = state === "live" ? "live" : state === "away" ? "reconnecting" : "connecting";
  return <span class={`connection ${state}`} title={problem.value ?? ""}><i />{words}</span>;
}

function Figures() {
  const found = figures.value, latency = found?.latency_seconds;
  const rate = (value: number | null | undefined, digits = 1) => (value == null ? null : value.toFixed(value >= 100 ? 0 : digits));
  return (
    <dl class="figures" aria-label="Throughput">
      <Figure name="incidents" value={loaded.value ? shown.value.length.toLocaleString("en") : "…"}
        title={`Shown of ${total.value.toLocaleString("en")} loaded`} />
      <Figure name="feeds" value={found?.feeds == null ? null : found.feeds.toLocaleString("en")} title="Feeds that are polled" />
      <Figure name="articles/s" value={rate(found?.articles_per_second)} title="Articles published a second, over the last minute" />
      <Figure name="incidents/h" value={rate(found?.incidents_last_hour, 0)} title="Incidents opened in the last hour" />
      <Figure name="latency" value={latency == null ? null : latency < 1 ? `${Math.round(latency * 1000)} ms` : `${latency.toFixed(1)} s`}
        title="Mean time from an article's fetch to its revision, over the last minute" />
    </dl>
  );
}

/** Nothing where no metric tells. */
function Figure({ name, value, title }: { name: string; value: string | null; title: string }) {
  return value === null ? null : <div title={title}><dt>{name}</dt><dd>{value}</dd></div>;
}

type Choice = "dark" | "light";

function Theme() {
  const held = document.documentElement.dataset.theme as Choice | undefined;
  const [choice, choose] = useState<Choice | undefined>(held ?? (localStorage.getItem("theme") as Choice | null) ?? undefined);
  const dark = choice ? choice === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  if (choice) document.documentElement.dataset.theme = choice;
  const change = () => {
    const next: Choice = dark ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    localStorage.setItem("theme", next);
    choose(next);
    dispatchEvent(new Event("themechange"));
  };
  return <button type="button" class="icon" onClick={change} aria-label={dark ? "Light colours" : "Dark colours"}>{dark ? "☀" : "☾"}</button>;
}
