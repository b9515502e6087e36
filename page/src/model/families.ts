// The first levels of the types: their name, colour (Okabe and Ito's, safe for the colour-blind) and sign. A sign goes
// with every colour, so that neither has to be told apart alone.

export type Family = { key: string; name: string; sign: Sign };
export type Sign = "circle" | "diamond" | "triangle" | "square" | "pentagon" | "wedge" | "ring";

export const FAMILIES: Family[] = [
  { key: "explosion", name: "Explosion", sign: "circle" },
  { key: "battle", name: "Battle", sign: "diamond" },
  { key: "violence_against_civilians", name: "Violence against civilians", sign: "triangle" },
  { key: "unrest", name: "Unrest", sign: "square" },
  { key: "property", name: "Property", sign: "pentagon" },
  { key: "security_operation", name: "Security operation", sign: "wedge" },
  { key: "other", name: "Other", sign: "ring" },
];
const BY_KEY = new Map(FAMILIES.map((family) => [family.key, family]));
const OTHER = FAMILIES[FAMILIES.length - 1] as Family;

export function familyOf(type: string): Family {
  return BY_KEY.get(type.split("/")[0] ?? "") ?? OTHER;
}

/** The corners of a sign in a circle of radius 1; none for the round ones. */
export function corners(sign: Sign): [number, number][] {
  switch (sign) {
    case "diamond": return polygon(4, 0, 1.2);
    case "triangle": return polygon(3, 0, 1.3);
    case "square": return polygon(4, Math.PI / 4, 1.2);
    case "pentagon": return polygon(5, 0, 1.15);
    case "wedge": return polygon(3, Math.PI, 1.3);
    default: return [];
  }
}

function polygon(sides: number, turned: number, radius: number): [number, number][] {
  return Array.from({ length: sides }, (_, n) => {
    const angle = turned - Math.PI / 2 + (2 * Math.PI * n) / sides;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}
