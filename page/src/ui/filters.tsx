// Filters with the count of each value.
import type preact from "preact";
import { useState } from "preact/hooks";
import { computed } from "@preact/signals";
import { FAMILIES } from "../model/families";
import { counted, isNone, toggled, type Facet } from "../model/filters";
import { clearFilters, countries, filters, inForcePoints, setFilters } from "../model/state";
import { CONFIRMATIONS, SEVERITIES, countryName, typeName } from "../model/words";
import { Sign } from "./sign";

const typeCounts = computed(() => counted(inForcePoints.value, filters.value, "type"));
const countryCounts = computed(() => counted(inForcePoints.value, filters.value, "country"));
const confirmationCounts = computed(() => counted(inForcePoints.value, filters.value, "confirmation"));
const FEW = 9;

export function Filters() {
  return (
    <aside class="filters" aria-label="Filters">
      <div class="filters-head">
        <h2>Filters</h2>
        <button type="button" class="quiet" disabled={isNone(filters.value)} onClick={clearFilters}>Clear all</button>
        <button type="button" class="quiet close-filters" onClick={() => document.body.classList.remove("filters-open")}>Done</button>
      </div>
      <Types />
      <Least />
      <Group title="Confirmation" facet="confirmation" counts={confirmationCounts.value}
        values={Object.keys(CONFIRMATIONS)} name={(value) => CONFIRMATIONS[value] ?? value} />
      <Countries />
    </aside>
  );
}

function Types() {
  const [open, setOpen] = useState<string | null>(null);
  const counts = typeCounts.value, most = Math.max(1, ...FAMILIES.map(({ key }) => counts.get(key) ?? 0));
  return (
    <fieldset>
      <legend>Type</legend>
      {FAMILIES.filter(({ key }) => counts.get(key) || filters.value.type.includes(key)).map(({ key, name }) => {
        const kinds = [...counts.keys()].filter((each) => each.startsWith(`${key}/`)).sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
        return (
          <div key={key} class="family">
            <Choice facet="type" value={key} label={name} sign={`${key}/`} number={counts.get(key) ?? 0} most={most} />
            {kinds.length > 1 && <button type="button" class="quiet more" aria-expanded={open === key}
              aria-label={`Kinds of ${name.toLowerCase()}`} onClick={() => setOpen(open === key ? null : key)}>{open === key ? "−" : "+"}</button>}
            {open === key && <div class="kinds">{kinds.map((kind) =>
              <Choice key={kind} facet="type" value={kind} label={typeName(kind)} number={counts.get(kind) ?? 0} most={most} />)}</div>}
          </div>
        );
      })}
    </fieldset>
  );
}

function Least() {
  const { killed, severity } = filters.value;
  return (
    <fieldset>
      <legend>Toll and severity</legend>
      <div class="steps" role="group" aria-label="At least so many killed">
        <span>killed</span>
        {[0, 1, 5, 10, 50].map((least) => (
          <button key={least} type="button" aria-pressed={killed === least} onClick={() => setFilters({ ...filters.value, killed: least })}>
            {least ? `${least}+` : "any"}
          </button>
        ))}
      </div>
      <div class="steps" role="group" aria-label="At least this severity">
        <span>severity</span>
        {[0, 1, 2, 3, 4].map((least) => (
          <button key={least} type="button" aria-pressed={severity === least} title={SEVERITIES[least]}
            onClick={() => setFilters({ ...filters.value, severity: least })}>{least ? `${least}+` : "any"}</button>
        ))}
      </div>
    </fieldset>
  );
}

function Countries() {
  const [all, setAll] = useState(false);
  const counts = countryCounts.value;
  const values = [...counts.keys()].sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a.localeCompare(b));
  for (const value of filters.value.country) if (!counts.has(value)) values.push(value);
  return (
    <Group title="Country" facet="country" counts={counts} values={all ? values : values.slice(0, FEW)}
      name={(value) => (value === "unknown" ? "unknown" : countryName(value, countries.value))}>
      {values.length > FEW && <button type="button" class="quiet" onClick={() => setAll(!all)}>{all ? "Fewer" : `All ${values.length}`}</button>}
    </Group>
  );
}

function Group({ title, facet, counts, values, name, children }: {
  title: string; facet: Facet; counts: Map<string, number>; values: string[]; name: (value: string) => string;
  children?: preact.ComponentChildren;
}) {
  const most = Math.max(1, ...counts.values());
  const shown = values.filter((value) => counts.get(value) || filters.value[facet].includes(value));
  return (
    <fieldset>
      <legend>{title}</legend>
      {shown.map((value) => <Choice key={value} facet={facet} value={value} label={name(value)} number={counts.get(value) ?? 0} most={most} />)}
      {children}
    </fieldset>
  );
}

function Choice({ facet, value, label, number, most, sign }: {
  facet: Facet; value: string; label: string; number: number; most: number; sign?: string;
}) {
  return (
    <label class="choice">
      <input type="checkbox" checked={filters.value[facet].includes(value)}
        onChange={() => setFilters(toggled(filters.value, facet, value))} />
      {sign && <Sign type={sign} />}
      <span class="label"><bdi>{label}</bdi></span>
      <meter class="share" min={0} max={most} value={number} aria-hidden="true" />
      <span class="number">{number.toLocaleString("en")}</span>
    </label>
  );
}

