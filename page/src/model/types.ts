// What the API sends: rows of the map, briefs of the stream, an incident with all it stands on. Null is unknown.

export type Range = { min: number | null; best: number | null; max: number | null };

export type Point = {
  id: string; revision: number; status: string; type: string; headline: string; severity: number;
  confirmation: string; country: string | null; admin1: string | null; city: string | null; place: string | null;
  latitude: number | null; longitude: number | null; radius: number; precision: string;
  date: string | null; partOfDay: string; start: number | null; timePrecision: string;
  killed: Range | null; injured: Range | null;
  articles: number; publishers: number; origins: number; first: number; last: number; mergedInto: string | null;
  moment: number; family: string; words: string;
};

export type Side<T> = { before: T; after: T };
export type BriefChange = {
  kind: string; reason: string | null;
  account: { article: string | null; version: number | null; correction: string | null };
  fields: Record<string, Side<unknown>>;
};
export type Brief = {
  seq: number; caused_at: string | null; point: unknown[]; speaker: string | null; change: BriefChange;
};
export type Line = { seq: number; at: number | null; point: Point; speaker: string | null; change: BriefChange };

export type Sentence = { index: number; text: string };
export type Evidence = { sentence: Sentence; start: number; end: number };
export type Toll = Range & { of_which_perpetrators: number | null; text: string | null };
export type Claim = {
  id: string; kind: string; field: string | null; against: string | null; value: number | string | null;
  by: { name: string | null; kind: string }; report: string; sentence: Sentence; start: number; end: number;
  said_at: string | null; published_at: string | null;
};
export type When = {
  date: string | null; part_of_day: string; timezone: string | null; start: string | null; end: string | null;
  precision: string; text: string | null; anchor: string | null; reason: string | null;
};
export type Where = {
  name: string | null; city: string | null; country: string | null; admin1: string | null;
  latitude: number | null; longitude: number | null; radius_km: number | null; precision: string;
  near: { name: string; kind: string; distance_km: number | null }[];
  launched_from: { name: string; text: string } | null; text: string | null; reason: string | null;
};
export type Named = { name: string; kind: string; entity?: string; role?: string; text: string };
export type Weapon = { kind: string; name: string | null; count: number | null; text: string };
export type Casualties = Record<"killed" | "injured" | "abducted" | "arrested", Toll | null>;
export type Fields = {
  type: string; when: When; where: Where; actors: Named[]; targets: Named[]; weapons: Weapon[];
  casualties: Casualties; evidence: Record<string, Evidence>;
};
export type Report = Fields & { id: string; claims: Claim[]; summary: Sentence | null; primary: boolean };
export type Incident = Fields & {
  id: string; revision: number; status: string; headline: string; severity: number; confirmation: string;
  crosswalk: Record<string, string | null>; witnesses: Record<string, string>;
  sources: { articles: number; publishers: number; independent_origins: number };
  claims: { claim: Claim; reports: number; independent_origins: number }[];
  merged_into: string | null; split_from: string | null; supersedes: string[];
  possibly_same: { incident: string; score: number }[];
  first_reported_at: string; last_reported_at: string; total_reports: number; pinned: string[];
};
export type Source = {
  id: string; version: number | null; url: string | null; title: string | null; publisher: string | null;
  domain: string | null; origin: string | null; published_at: string | null; fetched_at: string | null;
};
export type LedgerLine = {
  report_id: string; report: Report | null; source: Source; origin_family: string | null; score: number | null;
};
export type RevisionLine = {
  seq: number; caused_at: string | null; revision: number; status: string; headline: string;
  change: Omit<BriefChange, "fields"> & { fields: Record<string, Side<unknown>> };
};
export type Similar = { score: number; id: string; headline: string; type: string; status: string };
export type Rejection = { id: string; reason: string; type: string | null; sentence: string };
export type Throughput = Record<
  "feeds" | "polls_per_second" | "articles_per_second" | "revisions_per_second" | "latency_seconds" | "lag"
  | "incidents_last_hour" | "revisions_last_hour" | "incidents" | "clients", number | null>;
