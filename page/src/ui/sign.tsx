// The sign of a type in its colour, as on the map.
import { corners, familyOf } from "../model/families";

export function Sign({ type, size = 12 }: { type: string; size?: number }) {
  const family = familyOf(type), points = corners(family.sign);
  const name = `sign family-${family.key.replaceAll("_", "-")}`;
  return (
    <svg class={name} width={size} height={size} viewBox="-1.4 -1.4 2.8 2.8" aria-hidden="true">
      {family.sign === "ring" ? <circle r="0.9" class="ring" />
        : points.length ? <polygon points={points.map((point) => point.join(",")).join(" ")} />
        : <circle r="1.1" />}
    </svg>
  );
}

/** Five steps, filled up to the severity. */
export function Severity({ level }: { level: number }) {
  return (
    <span class={`severity level-${level}`} role="img" aria-label={`severity ${level} of 4`} title={`severity ${level} of 4`}>
      {[0, 1, 2, 3].map((step) => <i key={step} class={step < level ? "on" : ""} />)}
    </span>
  );
}
