// The live stream: one EventSource that goes on where it was. The browser reconnects by itself with Last-Event-ID; where
// it gives up (an error answer), a new one is made that asks for what came after the last event.
import { batch } from "@preact/signals";
import * as api from "./api";
import { lineOf, pointOf } from "./point";
import { connection, lines, loaded, points, problem, take, total, waiting } from "./state";
import type { Brief, Line } from "./types";

const GATHER_MS = 120, RETRY_MS = 1500, FIRST_LINES = 150;
let columns: string[] = [];
let last = "";
let gathered: Line[] = [];

/** Load what there is, then follow. Tries again until the server answers. */
export async function start(): Promise<void> {
  try {
    const [table, newest] = await Promise.all([api.table(), api.newest(FIRST_LINES)]);
    columns = table.columns;
    const found = table.rows.map((row) => pointOf(columns, row));
    batch(() => {
      points.value = new Map(found.map((point) => [point.id, point]));
      total.value = table.total;
      lines.value = newest.revisions.map((each) => lineOf(newest.columns, each)).filter(({ seq }) => seq <= table.seq);
      waiting.value = [];
      loaded.value = true;
      problem.value = null;
    });
    performance.mark("tocsin-loaded");
    last = `${table.store}-${table.seq}`;
    follow();
  } catch (error) {
    problem.value = `The server does not answer (${error instanceof Error ? error.message : error}).`;
    connection.value = "away";
    setTimeout(() => void start(), RETRY_MS);
  }
}

function follow(): void {
  const source = new EventSource(`/api/v1/stream?form=brief&after=${encodeURIComponent(last)}`);
  source.onopen = () => { connection.value = "live"; };
  source.addEventListener("revision", (event) => {
    last = event.lastEventId;
    if (!gathered.length) setTimeout(hand, GATHER_MS);
    gathered.push(lineOf(columns, JSON.parse(event.data as string) as Brief));
  });
  source.addEventListener("reset", () => {
    source.close();
    gathered = [];
    void start();
  });
  source.onerror = () => {
    connection.value = "away";
    if (source.readyState === EventSource.CLOSED) setTimeout(follow, RETRY_MS);
  };
}

function hand(): void {
  const found = gathered;
  gathered = [];
  take(found);
}
