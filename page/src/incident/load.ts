// An incident with all it stands on, loaded anew whenever it is revised.
import { useEffect, useState } from "preact/hooks";
import * as api from "../model/api";
import { points } from "../model/state";
import type { Incident, LedgerLine, Report, RevisionLine, Similar } from "../model/types";

export type Whole = { incident: Incident; ledger: LedgerLine[]; revisions: RevisionLine[]; similar: Similar[] };
export type Loading = { whole: Whole | null; problem: string | null };

export function useIncident(id: string): Loading {
  const [state, setState] = useState<Loading>({ whole: null, problem: null });
  const revision = points.value.get(id)?.revision ?? 0;
  useEffect(() => {
    let current = true;
    Promise.all([api.incident(id), api.ledger(id), api.revisions(id), api.similar(id)]).then(
      ([incident, ledger, revisions, similar]) => {
        if (current) setState({ whole: { incident, ledger, revisions, similar }, problem: null });
      },
      (error: unknown) => {
        if (current) setState((held) => ({ ...held, problem: error instanceof Error ? error.message : String(error) }));
      },
    );
    return () => { current = false; };
  }, [id, revision]);
  return state;
}

/** Report id -> its line. */
export const byReport = (ledger: LedgerLine[]) => new Map(ledger.map((line) => [line.report_id, line]));

export type Told = { report: Report; line: LedgerLine };
export const told = (ledger: LedgerLine[]): Told[] =>
  ledger.flatMap((line) => (line.report ? [{ report: line.report, line }] : []));
