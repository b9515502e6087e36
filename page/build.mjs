// Builds page/src into tocsin/serve/static: app.js, app.css, the font. `sources.txt` records what they were built from,
// so that a test can tell without Node whether the built page is that of the sources.
import { createHash } from "node:crypto";
import { copyFile, readFile, readdir, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const target = process.argv[2] ?? "../tocsin/serve/static";

await build({
  entryPoints: { app: "src/app.tsx" },
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "inline",
  outdir: target,
});
await build({
  entryPoints: { app: "src/style/app.css" },
  bundle: true,
  minify: true,
  external: ["*.woff2"],
  outdir: target,
});
await copyFile("src/index.html", `${target}/index.html`);
await copyFile(
  "node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  `${target}/inter.woff2`,
);

const names = (await readdir("src", { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll("\\", "/"));
const lines = [];
for (const name of [...names, "build.mjs", "package-lock.json"].sort()) {
  lines.push(`${createHash("sha256").update(await readFile(name)).digest("hex")}  ${name}`);
}
await writeFile(`${target}/sources.txt`, lines.join("\n") + "\n");
