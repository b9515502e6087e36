// A value with its witnesses: the one whose word stands, then what the other accounts say of the same field.
import type preact from "preact";
import { signal } from "@preact/signals";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { highlight, offsets, wordsOf, type Marked } from "../model/witness";
import { time } from "../model/point";
import type { Evidence, LedgerLine, Report } from "../model/types";
import { plain, toll } from "../model/words";
import { byReport, told, type Whole } from "./load";
import { Outlet } from "./outlet";

type Witness = { line: LedgerLine | undefined; marked: Marked; stands: boolean; value: string | null; when: number };

/** The one value whose witnesses stay; another, or a press elsewhere, takes its place. */
const pinned = signal<string | null>(null);
document.addEventListener("pointerdown", (event) => {
  if (!(event.target as Element).closest?.(".witnessed")) pinned.value = null;
});

export function Witnessed({ whole, field, chip = false, children }: {
  whole: Whole; field: string; chip?: boolean; children: preact.ComponentChildren;
}) {
  const [hovered, setHovered] = useState(false);
  const id = useId(), isPinned = pinned.value === id, open = isPinned || (hovered && pinned.value === null), box = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    // Under its value, as wide as the section: cards of all values stand in one column.
    const card = box.current?.querySelector<HTMLElement>(".witness-card"), section = box.current?.closest(".values");
    const button = box.current?.firstElementChild;
    if (!card || !section || !button) return;
    card.style.top = `${button.getBoundingClientRect().bottom - section.getBoundingClientRect().top + 4}px`;
  }, [open]);
  const hover = (event: PointerEvent, is: boolean) => { if (event.pointerType === "mouse") setHovered(is); };
  return (
    <span ref={box} class={`witnessed${chip ? " chip" : ""}${open ? " open" : ""}`}
      onPointerEnter={(event) => hover(event, true)} onPointerLeave={(event) => hover(event, false)}
      onKeyDown={(event) => { if (event.key === "Escape") { pinned.value = null; setHovered(false); } }}>
      <button type="button" aria-expanded={open} aria-controls={id} onClick={() => { pinned.value = isPinned ? null : id; setHovered(false); }}>{children}</button>
      {open && <Card id={id} found={witnesses(whole, field)} />}
    </span>
  );
}

function Card({ id, found }: { id: string; found: Witness[] }) {
  return (
    <span class="witness-card" id={id} role="group" aria-label="Witnesses">
      {found.length === 0 && <span class="aside">No account says so in words.</span>}
      {found.map((witness, n) => (
        <span key={n} class={witness.stands ? "witness stands" : "witness"}>
          <Quote marked={witness.marked} />
          <span class="by">
            {witness.line ? <Outlet line={witness.line} /> : "an account no longer held"}
            {witness.value !== null && <> · <b>{witness.value}</b></>}
            {witness.stands && found.length > 1 && <em> · this stands</em>}
          </span>
        </span>
      ))}
    </span>
  );
}

export function Quote({ marked: { before, marked, after } }: { marked: Marked }) {
  return <q dir="auto">{before}{marked && <mark>{marked}</mark>}{after}</q>;
}

function witnesses(whole: Whole, field: string): Witness[] {
  const { incident, ledger } = whole, lines = byReport(ledger);
  const evidence = incident.evidence[field], standing = incident.witnesses[field];
  const first = evidence ? [witnessOf(lines.get(standing ?? ""), evidence, own(whole, field), true, field)] : [];
  if (/^(actors|targets|weapons)\./.test(field)) return first;
  const others = told(ledger).filter(({ report }) => report.id !== standing && report.evidence[field]).map(({ report, line }) =>
    witnessOf(line, report.evidence[field] as Evidence, wordsOf(report, field), false, field));
  return [...first, ...others.sort((a, b) => a.when - b.when)];
}

/** The words of the value that stands. */
function own({ incident }: Whole, field: string): string | null {
  return wordsOf({ ...incident, claims: [], summary: null, primary: true }, field);
}

function witnessOf(line: LedgerLine | undefined, evidence: Evidence, words: string | null, stands: boolean, field: string): Witness {
  const report = line?.report ?? null;
  return {
    line, stands, marked: highlight(evidence, words, report ? offsets(report) : new Map()),
    value: report ? valueOf(report, field) : null, when: time(line?.source.published_at) ?? 0,
  };
}

function valueOf(report: Report, field: string): string | null {
  const [name, key] = field.split(".");
  if (name === "casualties") return toll(report.casualties[key as keyof Report["casualties"]]);
  if (name === "where") return [report.where.name, report.where.country].filter(Boolean).join(", ") || null;
  if (name === "when") return [report.when.date, report.when.part_of_day === "unknown" ? null : report.when.part_of_day].filter(Boolean).join(" ") || null;
  return name === "type" ? plain(report.type.split("/")[1] ?? report.type) : null;
}

