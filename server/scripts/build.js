// Writes the scripts that pages load: one file each, small, and the licences of what is inside beside them.
// Run by `make scripts` in a copy of this folder; the argument is the folder to write to.

import { build } from "esbuild";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const outdir = process.argv[2];
const { metafile } = await build({
  entryPoints: ["editor.js", "figure.js", "search.js"],
  outdir, bundle: true, minify: true, format: "esm", target: "es2022", charset: "utf8", metafile: true,
});

const packages = new Set(Object.keys(metafile.inputs).flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? []));
const texts = [...packages].sort().map((name) => {
  const folder = `node_modules/${name}/`, { version, license } = JSON.parse(readFileSync(`${folder}package.json`));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(folder + file, "utf8").trim() : ""}\n`;
});
writeFileSync(`${outdir}/editor.licences.txt`, texts.join(`\n${"-".repeat(72)}\n\n`));
