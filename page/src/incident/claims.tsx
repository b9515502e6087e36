// Who said what, in the order of saying.
import { highlight, offsets } from "../model/witness";
import { time } from "../model/point";
import type { Claim } from "../model/types";
import { count, minute, plain } from "../model/words";
import { byReport, type Whole } from "./load";
import { Outlet } from "./outlet";
import { Quote } from "./witnessed";

const VERBS: Record<string, string> = {
  asserts: "says", denies: "denies", claims_responsibility: "claims responsibility", blames: "blames",
};
const SHOWN = 8;
type Standing = Whole["incident"]["claims"][number];

export function Claims({ whole }: { whole: Whole }) {
  const found = [...whole.incident.claims].sort((a, b) => saidAt(a.claim) - saidAt(b.claim));
  if (!found.length) return null;
  const item = (standing: Standing) => <Item key={standing.claim.id} standing={standing} whole={whole} />;
  return (
    <section class="section" aria-label="Claims">
      <h3>Claims <span class="tally">{found.length}</span></h3>
      <ol class="claims">{found.slice(0, SHOWN).map(item)}</ol>
      {found.length > SHOWN && <details class="rest"><summary>{found.length - SHOWN} more</summary><ol class="claims">{found.slice(SHOWN).map(item)}</ol></details>}
    </section>
  );
}

const saidAt = (claim: Claim) => time(claim.said_at) ?? time(claim.published_at) ?? 0;

function Item({ standing: { claim, reports, independent_origins }, whole }: { standing: Standing; whole: Whole }) {
  const line = byReport(whole.ledger).get(claim.report), when = saidAt(claim);
  const known = line?.report ? offsets(line.report) : new Map<string, number>();
  return (
    <li class={`claim ${claim.kind}`}>
      <span class="meta"><time>{when ? minute(when) : "no time given"}</time>
        {reports > 1 && <span>{count(reports, "report")}, {count(independent_origins, "origin")}</span>}</span>
      <span class="said">
        <b><bdi>{claim.by.name ?? plain(claim.by.kind)}</bdi></b> {VERBS[claim.kind] ?? plain(claim.kind)}
        {claim.against && <> <bdi>{claim.against}</bdi></>} <What claim={claim} />
      </span>
      <details><summary>the sentence</summary>
        <Quote marked={highlight(claim, null, known)} />
        {line && <span class="by"><Outlet line={line} /></span>}
      </details>
    </li>
  );
}

function What({ claim: { field, value } }: { claim: Claim }) {
  if (!field) return null;
  const name = plain(field.split(".").pop() ?? field);
  if (value === null) return name === "actors" ? null : <>({name})</>;
  return field.startsWith("casualties.") ? <><b>{String(value)}</b> {name}</> : <>{name}: <bdi>{plain(String(value))}</bdi></>;
}
