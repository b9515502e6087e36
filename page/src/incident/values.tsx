// The resolved fields. A value is a button: pointing at it or pressing it shows who said so, in which sentence.
import type preact from "preact";
import { countries } from "../model/state";
import type { Casualties, Named, Weapon, When, Where } from "../model/types";
import { countryName, kilometres, plain, precision, spread, toll } from "../model/words";
import type { Whole } from "./load";
import { Witnessed } from "./witnessed";

const TOLLS: (keyof Casualties)[] = ["killed", "injured", "abducted", "arrested"];
const MANY = 6;

export function Values({ whole }: { whole: Whole }) {
  const { incident } = whole;
  return (
    <section class="section values" aria-label="What is known">
      <div class="tolls">
        {TOLLS.map((kind) => <TollValue key={kind} kind={kind} whole={whole} />)}
      </div>
      <dl class="fields">
        <Row name="Where"><Witnessed whole={whole} field="where"><Place where={incident.where} /></Witnessed><Around where={incident.where} /></Row>
        <Row name="When"><Witnessed whole={whole} field="when"><Time when={incident.when} /></Witnessed></Row>
        <People name="Who" field="actors" list={incident.actors} whole={whole} detail={(each) => plain(each.role ?? each.kind)} />
        <People name="Against" field="targets" list={incident.targets} whole={whole} detail={(each) => plain(each.kind)} />
        {incident.weapons.length > 0 && <Row name="With">
          {incident.weapons.map((weapon, n) => <Witnessed key={n} whole={whole} field={`weapons.${n}`} chip><WeaponName weapon={weapon} /></Witnessed>)}
        </Row>}
      </dl>
    </section>
  );
}

function Row({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return <div class="row"><dt>{name}</dt><dd>{children}</dd></div>;
}

function TollValue({ kind, whole }: { kind: keyof Casualties; whole: Whole }) {
  const value = whole.incident.casualties[kind];
  if (!value && (kind === "abducted" || kind === "arrested")) return null;
  const range = spread(value);
  return (
    <div class={`toll ${kind}`}>
      <Witnessed whole={whole} field={`casualties.${kind}`}>
        <b class={value ? "" : "unknown"}>{value ? toll(value) : "?"}</b><span>{kind}</span>
      </Witnessed>
      {range && <small>{range}</small>}
      {!value && <small>nobody says</small>}
      {value?.of_which_perpetrators ? <small>{value.of_which_perpetrators} of them perpetrators</small> : null}
    </div>
  );
}

function Place({ where }: { where: Where }) {
  const country = where.country ? countryName(where.country, countries.value) : null;
  const parts = [...new Set([where.name, where.city, where.admin1, country].filter((part): part is string => Boolean(part)))];
  return <><bdi>{parts.join(", ") || "unknown"}</bdi> <small>{precision(where)}</small></>;
}

function Around({ where }: { where: Where }) {
  return (
    <>
      {where.reason && <p class="aside">{plain(where.reason)}</p>}
      {where.launched_from && <p class="aside">launched from <bdi>{where.launched_from.name}</bdi></p>}
      {where.near.length > 0 && <p class="aside">near {where.near.map(({ name, distance_km }) =>
        `${name}${distance_km === null ? "" : ` (${kilometres(distance_km)})`}`).join(", ")}</p>}
    </>
  );
}

const DATE = new Intl.DateTimeFormat("en", { weekday: "short", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

function Time({ when }: { when: When }) {
  if (!when.date) return <>unknown <small>{plain(when.reason ?? "nobody says")}</small></>;
  const date = Date.parse(when.date);
  return <>{Number.isNaN(date) ? when.date : DATE.format(date)}{clock(when)} <small>{plain(when.precision)}{when.timezone ? `, ${when.timezone}` : ""}</small></>;
}

/** The hour at the place, if it is known to the minute; else the part of the day. */
function clock(when: When): string {
  if (when.precision !== "minute" || !when.start) return when.part_of_day === "unknown" ? "" : `, ${when.part_of_day}`;
  try {
    const zone = when.timezone ?? "UTC";
    return `, ${new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone }).format(Date.parse(when.start))}`;
  } catch { return `, ${when.start.slice(11, 16)} UTC`; }
}

function People({ name, field, list, whole, detail }: {
  name: string; field: "actors" | "targets"; list: Named[]; whole: Whole; detail: (each: Named) => string;
}) {
  if (!list.length) return field === "actors" ? <Row name={name}><span class="aside">not attributed</span></Row> : null;
  const chip = (each: Named, n: number) => (
    <Witnessed key={n} whole={whole} field={`${field}.${n}`} chip><bdi>{each.name}</bdi> <small>{detail(each)}</small></Witnessed>
  );
  return (
    <Row name={name}>
      {list.slice(0, MANY).map(chip)}
      {list.length > MANY && <details class="rest"><summary>{list.length - MANY} more</summary>{list.slice(MANY).map((each, n) => chip(each, n + MANY))}</details>}
    </Row>
  );
}

function WeaponName({ weapon }: { weapon: Weapon }) {
  return <>{weapon.count ? `${weapon.count} × ` : ""}<bdi>{weapon.name ?? plain(weapon.kind)}</bdi>{weapon.name && <small> {plain(weapon.kind)}</small>}</>;
}

