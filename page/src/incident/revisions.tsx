// The revisions as a diff, the newest first.
import { changes, type Change } from "../model/diff";
import { time } from "../model/point";
import type { LedgerLine, RevisionLine } from "../model/types";
import { changeName, minute } from "../model/words";
import type { Whole } from "./load";
import { ArticleLink } from "./outlet";

export function Revisions({ whole: { revisions, ledger } }: { whole: Whole }) {
  const byArticle = new Map(ledger.map((line) => [line.source.id, line]));
  return (
    <section class="section" aria-label="Revisions">
      <h3>Revisions <span class="tally">{revisions.length}</span></h3>
      <ol class="revisions">
        {[...revisions].reverse().map((line) => <Item key={line.revision} line={line} cause={byArticle.get(line.change.account.article ?? "")} />)}
      </ol>
    </section>
  );
}

function Item({ line, cause }: { line: RevisionLine; cause: LedgerLine | undefined }) {
  const found = changes(line.change.fields), when = time(line.caused_at);
  const { account, reason, kind } = line.change;
  return (
    <li class={`diff ${kind}`}>
      <span class="meta"><span class="number">{line.revision}</span><span class="kind">{changeName(kind)}</span>{when && <time>{minute(when)}</time>}</span>
      <span class="cause">
        {account.correction ? "corrected by hand" : cause
          ? <>by <ArticleLink url={cause.source.url} text={cause.source.publisher ?? cause.source.domain ?? "an outlet"} />: <bdi>{cause.source.title}</bdi></>
          : "by an account that it no longer stands on"}
        {reason && <> · <bdi>{reason}</bdi></>}
      </span>
      {line.revision === 1 && <span class="first" dir="auto">{line.headline}</span>}
      {line.revision > 1 && found.length > 0 && <ul>{found.map((change, n) => <Diff key={n} change={change} />)}</ul>}
    </li>
  );
}

function Diff({ change }: { change: Change }) {
  if (change.kind === "value") {
    return <li><span class="name">{change.name}</span> <del><bdi>{change.before}</bdi></del> <ins><bdi>{change.after}</bdi></ins></li>;
  }
  return (
    <li><span class="name">{change.name}</span>
      {change.removed.map((each) => <del key={each}><bdi>{each}</bdi></del>)}
      {change.added.map((each) => <ins key={each}><bdi>{each}</bdi></ins>)}
    </li>
  );
}
