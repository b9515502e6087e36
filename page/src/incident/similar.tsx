// What it might be the same as: below the threshold at which two become one.
import { select } from "../model/state";
import { typeName } from "../model/words";
import { Sign } from "../ui/sign";
import type { Whole } from "./load";

export function SimilarOnes({ whole: { similar } }: { whole: Whole }) {
  if (!similar.length) return null;
  return (
    <section class="section" aria-label="Possibly the same">
      <h3>Possibly the same <span class="tally">{similar.length}</span></h3>
      <ul class="similar">
        {similar.map(({ id, headline, score, type }) => (
          <li key={id}>
            <button type="button" onClick={() => select(id)}>
              <Sign type={type} /><span class="unseen">{typeName(type)}</span><span dir="auto">{headline}</span>
              <meter min={0} max={1} value={score} aria-hidden="true" /><span class="number">{score.toFixed(2)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
