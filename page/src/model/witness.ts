// Which words of a sentence say a value. An evidence counts characters of its article, and the sentence's own place in
// it is not sent; but where a value's words occur once in their sentence, that place follows, for every evidence of the
// same sentence.
import type { Claim, Evidence, Report } from "./types";

export type Marked = { before: string; marked: string; after: string };
type Offsets = Map<string, number>;

export function marked(sentence: string, words: string | null): Marked | null {
  const at = words ? sentence.indexOf(words) : -1;
  return words && at >= 0 ? cut(sentence, at, at + words.length) : null;
}

export function cut(sentence: string, start: number, end: number): Marked {
  return { before: sentence.slice(0, start), marked: sentence.slice(start, end), after: sentence.slice(end) };
}

/** The words of the report in which the field's value stands, as published; null if it gives none. */
export function wordsOf(report: Report, field: string): string | null {
  const [name, key] = field.split(".");
  if (name === "casualties" && key) return report.casualties[key as keyof Report["casualties"]]?.text ?? null;
  if (name === "when" || name === "where") return report[name].text;
  if ((name === "actors" || name === "targets" || name === "weapons") && key) {
    return report[name][Number(key)]?.text ?? null;
  }
  return null;
}

export function offsets(report: Report): Offsets {
  const found: Offsets = new Map();
  for (const [field, evidence] of Object.entries(report.evidence)) {
    const words = wordsOf(report, field), { index, text } = evidence.sentence;
    const at = words ? text.indexOf(words) : -1;
    if (words && at >= 0 && text.indexOf(words, at + 1) < 0 && evidence.end - evidence.start === words.length) {
      found.set(String(index), evidence.start - at);
    }
  }
  return found;
}

/** The evidence's words in their sentence; the whole sentence where their place cannot be told. */
export function highlight(evidence: Evidence | Claim, words: string | null, known: Offsets): Marked {
  const { index, text } = evidence.sentence;
  const direct = marked(text, words);
  if (direct) return direct;
  const offset = index < 0 ? 0 : known.get(String(index));
  if (offset !== undefined) {
    const start = evidence.start - offset, end = evidence.end - offset;
    if (start >= 0 && end <= text.length && start < end) return cut(text, start, end);
  }
  const length = evidence.end - evidence.start;
  return length >= text.length ? cut(text, 0, text.length) : { before: "", marked: "", after: text };
}
