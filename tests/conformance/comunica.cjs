// Answers queries with Comunica, one after the other: node comunica.cjs FOLDER SOURCE FILE...
// FOLDER is where it is installed; SOURCE may begin with a type, as in sparql@http://... Prints CSV for each file, or what went wrong, as JSON.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");

const [folder, source, ...files] = process.argv.slice(2);
const [, type, value] = /^(?:(\w+)@)?(.*)$/.exec(source);
const { QueryEngine } = createRequire(`${folder}/`)("@comunica/query-sparql");

async function text(stream) {
  let read = "";
  for await (const piece of stream) read += piece;
  return read;
}

async function main() {
  const engine = new QueryEngine();
  const told = {};
  for (const file of files) {
    await engine.invalidateHttpCache(); // each query asks for all that it needs
    try {
      const found = await engine.query(readFileSync(file, "utf8"), { sources: [{ type, value }] });
      told[file] = { csv: await text((await engine.resultToString(found, "text/csv")).data) };
    } catch (error) {
      told[file] = { error: String(error) };
    }
  }
  process.stdout.write(JSON.stringify(told));
}

main();
