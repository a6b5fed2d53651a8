/*
 * Builds the look into ../static/dist: one style sheet, one script, the letters.
 *
 *   node site/frontend/build.mjs            build, then print the compressed sizes
 *
 * The map stands apart, in a style sheet and a script that are fetched when somebody opens one: it is Leaflet, of which we
 * take the modules that we use.
 *
 * Order of the style sheet: our tokens, the plain elements, the Utrecht components that our templates
 * really use, our components (templates/components/x.css), and last the pages (templates/<package>/x.css).
 */
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";
import { transform } from "lightningcss";
import { PurgeCSS } from "purgecss";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const dist = join(root, "site/static/dist");
const modules = join(here, "node_modules");

/* Pages weigh at most 100 kB compressed, letters included; this leaves 15 kB for the HTML. */
const BUDGET = 85_000;
const FONT = "atkinson-hyperlegible-next";
const FONT_FILES = [`${FONT}-latin-wght-normal.woff2`, `${FONT}-latin-ext-wght-normal.woff2`];
/* Browsers of the last three years or so; older ones get flattened nesting and plain colours. */
const version = (major, minor = 0) => (major << 16) | (minor << 8);
const TARGETS = { chrome: version(105), firefox: version(115), safari: version(15, 4), ios_saf: version(15, 4) };

function files(pattern) {
  return globSync(pattern, { cwd: root }).sort().map((name) => join(root, name));
}

async function utrechtStyles() {
  const [{ css }] = await new PurgeCSS().purge({
    css: [join(modules, "@utrecht/component-library-css/dist/index.css")],
    content: [
      ...files("templates/**/*.{html,js}"),
      ...files("site/{base,accounts}/**/*.py"),
      ...files("{home,proposals,participation}/**/*.py"),
    ],
    /* The alert's kind is put together in a template. */
    safelist: [/^utrecht-alert--(info|ok|warning|error)$/],
    /* Attributes that Django writes. */
    dynamicAttributes: ["aria-invalid", "aria-disabled", "disabled", "multiple", "readonly"],
    keyframes: true,
  });
  return css.replaceAll('@charset "UTF-8";', "");
}

async function buildStyles() {
  const read = (names) => names.map((name) => readFileSync(name, "utf8")).join("\n");
  const components = files("templates/components/**/*.css");
  const pages = files("templates/**/*.css").filter((name) => !components.includes(name));
  const source = [
    "@layer base, utrecht, components, pages;",
    read([join(here, "letters.css"), join(here, "tokens.css"), join(here, "utrecht-tokens.css")]),
    `@layer base { ${read(files("site/frontend/base/*.css"))} }`,
    `@layer utrecht { ${await utrechtStyles()} }`,
    `@layer components { ${read(components)} }`,
    `@layer pages { ${read(pages)} }`,
    /* Outside the layers, so that it wins. */
    read([join(here, "print.css")]),
  ].join("\n");
  const { code, warnings } = transform({
    filename: "leerstad.css",
    code: Buffer.from(source),
    minify: true,
    targets: TARGETS,
    errorRecovery: false,
  });
  for (const warning of warnings) console.warn(warning.message);
  writeFileSync(join(dist, "leerstad.css"), code);
}

async function buildScript() {
  const imports = files("templates/**/*.js").map((name) => `import ${JSON.stringify(name)};`);
  await build({
    stdin: { contents: imports.join("\n"), resolveDir: root, sourcefile: "leerstad.js" },
    outfile: join(dist, "leerstad.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome105", "firefox115", "safari15.4"],
    legalComments: "none",
    logLevel: "warning",
  });
}

async function buildMap() {
  const source = readFileSync(join(modules, "leaflet/dist/leaflet.css"), "utf8");
  /* Without the rules that show a picture of Leaflet's, which we do not use, or that speak to Internet Explorer. */
  const leaflet = source.replace(/[^{}]+\{[^{}]*(url\(|behavior:)[^{}]*\}/g, "");
  const { code } = transform({
    filename: "map.css",
    code: Buffer.from(`@layer components { ${leaflet} ${readFileSync(join(here, "map/map.css"), "utf8")} }`),
    minify: true,
    targets: TARGETS,
    errorRecovery: true,
  });
  writeFileSync(join(dist, "map.css"), code);
  await build({
    entryPoints: [join(here, "map/map.js")],
    outfile: join(dist, "map.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome105", "firefox115", "safari15.4"],
    legalComments: "none",
    logLevel: "warning",
  });
  copyFileSync(join(modules, "leaflet/LICENSE"), join(dist, "map.LICENSE.txt"));
}

function copyLetters() {
  for (const name of FONT_FILES) {
    copyFileSync(join(modules, "@fontsource-variable", FONT, "files", name), join(dist, name));
  }
}

function reportSizes() {
  const compressed = (name) => gzipSync(readFileSync(join(dist, name)), { level: 9 }).length;
  const weigh = (name) => [name, compressed(name)];
  const sizes = ["leerstad.css", "leerstad.js", ...FONT_FILES].map(weigh);
  for (const [name, size] of [...sizes, weigh("map.css"), weigh("map.js")]) console.log(`${(size / 1000).toFixed(1).padStart(6)} kB  ${name}`);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  console.log(`${(total / 1000).toFixed(1).padStart(6)} kB  together, in ${relative(process.cwd(), dist) || "."}`);
  if (total > BUDGET) {
    console.error(`That is more than the ${BUDGET / 1000} kB that a page may spend on styles, script and letters.`);
    process.exitCode = 1;
  }
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
copyLetters();
await Promise.all([buildStyles(), buildScript(), buildMap()]);
reportSizes();
