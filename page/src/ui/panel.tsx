// Beside the map: the stream, the list, or one incident.
import { useEffect, useRef, useState } from "preact/hooks";
import { IncidentPage } from "../incident/page";
import { picked, selected } from "../model/state";
import { List } from "./list";
import { Stream } from "./stream";

type Tab = "stream" | "list";

export function Panel() {
  const [tab, setTab] = useState<Tab>("stream");
  const shownTab: Tab = picked.value ? "list" : tab;
  if (selected.value) return <aside class="panel" aria-label="Incident"><IncidentPage key={selected.value} id={selected.value} /></aside>;
  const choose = (next: Tab) => { picked.value = null; setTab(next); };
  return (
    <aside class="panel" aria-label="Stream and list of incidents">
      <div class="tabs" role="tablist" aria-label="What to show">
        <TabButton tab="stream" name="Stream" chosen={shownTab} choose={choose} />
        <TabButton tab="list" name="Incidents" chosen={shownTab} choose={choose} />
      </div>
      <div role="tabpanel" id="panel-body" aria-labelledby={`tab-${shownTab}`} class="panel-body">
        {shownTab === "stream" ? <Stream /> : <List />}
      </div>
    </aside>
  );
}

function TabButton({ tab, name, chosen, choose }: { tab: Tab; name: string; chosen: Tab; choose: (tab: Tab) => void }) {
  const button = useRef<HTMLButtonElement>(null), is = tab === chosen;
  const other: Tab = tab === "stream" ? "list" : "stream";
  useEffect(() => { if (is && document.activeElement?.getAttribute("role") === "tab") button.current?.focus(); }, [is]);
  return (
    <button ref={button} type="button" role="tab" id={`tab-${tab}`} aria-selected={is} aria-controls="panel-body" tabIndex={is ? 0 : -1}
      onClick={() => choose(tab)}
      onKeyDown={(event) => { if (event.key === "ArrowLeft" || event.key === "ArrowRight") choose(other); }}>{name}</button>
  );
}
