// Where it comes from: one line an independent origin, its copies folded under it.
import { useState } from "preact/hooks";
import * as api from "../model/api";
import { time } from "../model/point";
import type { LedgerLine, Rejection } from "../model/types";
import { count, minute, plain } from "../model/words";
import type { Whole } from "./load";
import { ArticleLink } from "./outlet";

export function Origins({ whole: { ledger } }: { whole: Whole }) {
  const families = new Map<string, LedgerLine[]>();
  for (const line of ledger) {
    const key = line.origin_family ?? line.source.id;
    families.set(key, [...(families.get(key) ?? []), line]);
  }
  const sorted = [...families.values()].map((lines) => unique(lines)).sort((a, b) => moment(a[0]) - moment(b[0]));
  return (
    <section class="section" aria-label="Sources">
      <h3>Sources <span class="tally">{count(sorted.length, "origin")}</span></h3>
      <ul class="origins">{sorted.map((lines) => <Family key={lines[0]?.report_id} lines={lines} />)}</ul>
    </section>
  );
}

const moment = (line: LedgerLine | undefined) => time(line?.source.published_at) ?? Infinity;

/** One line an article, the earliest first. */
function unique(lines: LedgerLine[]): LedgerLine[] {
  const found = new Map(lines.map((line) => [line.source.id, line]));
  return [...found.values()].sort((a, b) => moment(a) - moment(b));
}

function Family({ lines: [first, ...copies] }: { lines: LedgerLine[] }) {
  if (!first) return null;
  return (
    <li class="origin">
      <Article line={first} />
      {copies.length > 0 && (
        <details><summary>{count(copies.length, "article")} of the same origin</summary>
          <ul>{copies.map((line) => <li key={line.source.id}><Article line={line} /></li>)}</ul>
        </details>
      )}
    </li>
  );
}

function Article({ line }: { line: LedgerLine }) {
  const { source } = line, when = time(source.published_at);
  return (
    <div class="article">
      <span class="meta"><b><bdi>{source.publisher ?? source.domain ?? "an outlet"}</bdi></b>{when && <time>{minute(when)}</time>}
        {source.origin && <span>from <bdi>{source.origin}</bdi></span>}{line.score !== null && <span title="How well it matched when it came in">match {line.score.toFixed(2)}</span>}</span>
      <ArticleLink url={source.url} text={source.title ?? "untitled"} />
      <Rejected article={source.id} />
    </div>
  );
}

/** On demand: what the same article mentions that is no current incident. */
function Rejected({ article }: { article: string }) {
  const [found, setFound] = useState<Rejection[] | string | null>(null);
  const load = (open: boolean) => {
    if (open && found === null) api.rejections(article).then(setFound, (error: unknown) => setFound(String(error)));
  };
  return (
    <details class="rejected" onToggle={(event) => load(event.currentTarget.open)}>
      <summary>what else it mentions</summary>
      {typeof found === "string" && <p class="problem">{found}</p>}
      {Array.isArray(found) && !found.length && <p class="aside">Nothing that was taken for an incident and turned away.</p>}
      {Array.isArray(found) && found.length > 0 && <ul>{found.map((each) => (
        <li key={each.id}><span class="reason">{plain(each.reason)}</span> <q dir="auto">{each.sentence}</q></li>
      ))}</ul>}
    </details>
  );
}
