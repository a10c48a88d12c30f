// Writes the artifact (ABI and bytecode) of every contract under src/ into the resources of the module that owns it.
// With --check it writes nothing and fails on any byte of difference.
//
// Each contract is compiled alone with what it imports, so that no test and no other contract can change its bytes. With --tested
// too, what forge has just compiled for the tests counts as well, where it is the same: that is most of the work, done once.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { artifactPath, compile, compiler, deployable, project, workspace } from "./workspace.mjs";

/** The folders of src/ whose contracts a module owns; src/common/ holds libraries only. */
const areas = ["core", "did", "nft", "provenance", "rewards", "testkit"];

const check = process.argv.includes("--check");
const tested = check && process.argv.includes("--tested");
const stale = [];

for (const source of sources()) {
  if (tested && isWhatForgeCompiled(source)) continue;
  const area = source.split("/")[1];
  const { output } = compile(source);
  for (const [contractName, { abi, bytecode }] of deployable(source, output)) {
    if (!areas.includes(area)) throw new Error(`${source}: no module owns the contracts of src/${area}`);
    const artifact = { contractName, sourceName: source, compiler: stated(compiler()), abi, bytecode };
    settle(artifactPath(area, contractName), `${JSON.stringify(artifact, null, 2)}\n`);
  }
}

if (stale.length > 0) {
  console.error(`Not what the sources compile to (npm run build writes them anew):\n  ${stale.join("\n  ")}`);
  process.exitCode = 1;
}

function sources() {
  return readdirSync(join(workspace, "src"), { recursive: true })
    .filter((path) => path.endsWith(".sol"))
    .map((path) => `src/${path.split(sep).join("/")}`)
    .sort();
}

function stated({ version, settings: { evmVersion, optimizer, viaIR } }) {
  return { version, evmVersion, optimizer, viaIR };
}

/** Whether forge made the committed bytes and ABI of each contract of a source, and of no other. */
function isWhatForgeCompiled(source) {
  const folder = join(workspace, "out", basename(source));
  if (!existsSync(folder)) return false;
  const made = readdirSync(folder)
    .map((file) => [basename(file, ".json"), JSON.parse(readFileSync(join(folder, file), "utf8"))])
    .filter(([, { bytecode }]) => bytecode.object !== "0x");
  return (
    made.length > 0 &&
    made.every(([name, { abi, bytecode }]) => {
      const path = artifactPath(source.split("/")[1], name);
      if (!existsSync(path)) return false;
      const committed = JSON.parse(readFileSync(path, "utf8"));
      return (
        committed.sourceName === source &&
        committed.bytecode === bytecode.object &&
        isDeepStrictEqual(committed.compiler, stated(compiler())) &&
        isDeepStrictEqual(inOrder(committed.abi), inOrder(abi))
      );
    })
  );
}

/** Forge lists an ABI in an order of its own. */
function inOrder(abi) {
  const key = ({ type, name, inputs }) => JSON.stringify([type, name, inputs?.map((input) => input.type)]);
  return abi.toSorted((left, right) => (key(left) < key(right) ? -1 : 1));
}

function settle(path, content) {
  if (existsSync(path) && readFileSync(path, "utf8") === content) return;
  if (check) {
    stale.push(relative(project, path));
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    console.log(`wrote ${relative(project, path)}`);
  }
}
