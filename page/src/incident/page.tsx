// One incident: what stands, each value with its witnesses, and how it came about.
import { useEffect, useRef } from "preact/hooks";
import { points, select } from "../model/state";
import { time } from "../model/point";
import type { Incident } from "../model/types";
import { SEVERITIES, confirmationName, count, minute, plain, typeName } from "../model/words";
import { Severity, Sign } from "../ui/sign";
import { Claims } from "./claims";
import { useIncident } from "./load";
import { Origins } from "./origins";
import { Revisions } from "./revisions";
import { SimilarOnes } from "./similar";
import { Values } from "./values";

export function IncidentPage({ id }: { id: string }) {
  const { whole, problem } = useIncident(id);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => { heading.current?.focus({ preventScroll: true }); }, [whole === null]);
  const headline = whole?.incident.headline ?? points.value.get(id)?.headline ?? "Incident";
  return (
    <article class="incident">
      <div class="incident-bar">
        <button type="button" class="back" onClick={() => select(null)} aria-label="Back to the stream">← Back</button>
        {whole && <span class="reference">{whole.incident.id} · revision {whole.incident.revision}</span>}
      </div>
      {whole && <Kind incident={whole.incident} />}
      <h2 ref={heading} tabIndex={-1} dir="auto">{headline}</h2>
      {problem && <p class="problem">This incident cannot be had: {problem}</p>}
      {!whole && !problem && <p class="loading">…</p>}
      {whole && (
        <>
          <Status incident={whole.incident} />
          <Values whole={whole} />
          <Origins whole={whole} />
          <Claims whole={whole} />
          <Revisions whole={whole} />
          <SimilarOnes whole={whole} />
          <Codes incident={whole.incident} />
        </>
      )}
    </article>
  );
}

function Kind({ incident }: { incident: Incident }) {
  return (
    <p class="badges">
      <span class="badge"><Sign type={incident.type} /> {typeName(incident.type)}</span>
      <span class="badge"><Severity level={incident.severity} /> {SEVERITIES[incident.severity]}</span>
      <span class={`badge confirmation ${incident.confirmation}`}>{confirmationName(incident.confirmation)}</span>
      {incident.status !== "open" && <span class="badge status">{incident.status}</span>}
    </p>
  );
}

function Status({ incident }: { incident: Incident }) {
  const { sources } = incident, last = time(incident.last_reported_at);
  return (
    <>
      {incident.merged_into && <p class="notice">It turned out to be part of <Other id={incident.merged_into} />.</p>}
      {incident.split_from && <p class="notice">It was split from <Other id={incident.split_from} />.</p>}
      {incident.supersedes.length > 0 && <p class="notice">It took in {incident.supersedes.map((id) => <Other key={id} id={id} />)}.</p>}
      <p class="standing">
        {count(sources.articles, "article")} of {count(sources.publishers, "outlet")}, {count(sources.independent_origins, "independent origin")};
        {" "}last report {last ? minute(last) : "unknown"}
      </p>
    </>
  );
}

export function Other({ id }: { id: string }) {
  return <button type="button" class="link" onClick={() => select(id)} dir="auto">{points.value.get(id)?.headline ?? id}</button>;
}

function Codes({ incident }: { incident: Incident }) {
  return (
    <details class="section codes">
      <summary>Codes in other schemes</summary>
      <dl>{Object.entries(incident.crosswalk).map(([scheme, code]) => (
        <div key={scheme}><dt>{scheme.toUpperCase()}</dt><dd>{code ? plain(code) : "no counterpart"}</dd></div>
      ))}</dl>
      <p><a href={`/api/v1/incidents/${encodeURIComponent(incident.id)}`}>The incident as JSON</a></p>
    </details>
  );
}
