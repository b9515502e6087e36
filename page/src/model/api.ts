// The API, same origin. An answer that is not 2xx is an error with its words.
import type { Brief, Incident, LedgerLine, Rejection, RevisionLine, Similar, Throughput } from "./types";

const BASE = "/api/v1";

async function get<T>(path: string): Promise<T> {
  const answer = await fetch(BASE + path);
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  return (await answer.json()) as T;
}

const part = (identity: string) => encodeURIComponent(identity);

export type Table = { store: string; seq: number; total: number; columns: string[]; rows: unknown[][] };
export type Briefs = { store: string; columns: string[]; revisions: Brief[] };

export const table = () => get<Table>("/map");
export const newest = (limit: number) => get<Briefs>(`/revisions?limit=${limit}`);
export const throughput = () => get<Throughput>("/throughput");
export const incident = (id: string) => get<Incident>(`/incidents/${part(id)}`);
export const ledger = (id: string) =>
  get<{ reports: LedgerLine[] }>(`/incidents/${part(id)}/ledger`).then((answer) => answer.reports);
export const revisions = (id: string) =>
  get<{ revisions: RevisionLine[] }>(`/incidents/${part(id)}/revisions`).then((answer) => answer.revisions);
export const similar = (id: string) =>
  get<{ similar: Similar[] }>(`/incidents/${part(id)}/similar`).then((answer) => answer.similar);
export const rejections = (article: string) =>
  get<{ rejections: Rejection[] }>(`/articles/${part(article)}/rejections`).then((answer) => answer.rejections);

export async function asset<T>(name: string): Promise<T> {
  const answer = await fetch(`/static/${name}`);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return (await answer.json()) as T;
}
