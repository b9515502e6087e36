// Who published an article and when, linked to it.
import { webAddress } from "../model/links";
import { time } from "../model/point";
import type { LedgerLine } from "../model/types";
import { minute } from "../model/words";

export function Outlet({ line: { source } }: { line: LedgerLine }) {
  const when = time(source.published_at);
  return <><ArticleLink url={source.url} text={source.publisher ?? source.domain ?? "an outlet"} />, {when ? minute(when) : "no time given"}</>;
}

export function ArticleLink({ url, text }: { url: string | null; text: string }) {
  const address = webAddress(url);
  return address
    ? <a href={address} target="_blank" rel="noopener noreferrer nofollow"><bdi>{text}</bdi></a>
    : <bdi>{text}</bdi>;
}
