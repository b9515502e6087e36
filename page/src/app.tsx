// The page. State lies in model/state.ts; parts read it and are drawn anew when it changes.
import { render } from "preact";
import { effect } from "@preact/signals";
import * as api from "./model/api";
import { countries, figures, lines, selected } from "./model/state";
import { start } from "./model/stream";
import type { Countries } from "./model/words";
import { Filters } from "./ui/filters";
import { Histogram } from "./ui/histogram";
import { Map } from "./ui/map";
import { Panel } from "./ui/panel";
import { TopBar } from "./ui/topbar";

const FIGURES_MS = 4000;

function App() {
  return (
    <>
      <TopBar />
      <main class="board">
        <Filters />
        <div class="world"><Map /><Histogram /></div>
        <Panel />
      </main>
      <p class="unseen" role="status" aria-live="polite"><Told /></p>
    </>
  );
}

/** The newest revision, for screen readers. */
function Told() {
  const line = lines.value[0];
  return <>{line ? `${line.change.kind}: ${line.point.headline}` : ""}</>;
}

async function read(): Promise<void> {
  try { figures.value = await api.throughput(); } catch { figures.value = null; }
}

const root = document.getElementById("page") as HTMLElement;
root.textContent = "";
render(<App />, root);
effect(() => { document.body.classList.toggle("detail", selected.value !== null); });
void start();
void api.asset<Countries>("countries.json").then((found) => { countries.value = found; });
void read();
setInterval(() => { if (!document.hidden) void read(); }, FIGURES_MS);
