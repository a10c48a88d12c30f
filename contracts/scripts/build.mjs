// Writes the artifact (ABI and bytecode) of every contract under src/ into the resources of the module that owns it.
// With --check it writes nothing and fails on any byte of difference.
//
// Each contract is compiled alone with what it imports, so that no test and no other contract can change its bytes.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { artifactPath, compile, deployable, project, workspace } from "./workspace.mjs";

/** The folders of src/ whose contracts a module owns; src/common/ holds libraries only. */
const areas = ["core", "did", "nft", "provenance", "rewards", "testkit"];

const check = process.argv.includes("--check");
const stale = [];

for (const source of sources()) {
  const area = source.split("/")[1];
  const { output, compiler } = compile(source);
  for (const [contractName, { abi, bytecode }] of deployable(source, output)) {
    if (!areas.includes(area)) throw new Error(`${source}: no module owns the contracts of src/${area}`);
    const artifact = {
      contractName,
      sourceName: source,
      compiler: {
        version: compiler.version,
        evmVersion: compiler.settings.evmVersion,
        optimizer: compiler.settings.optimizer,
        viaIR: compiler.settings.viaIR,
      },
      abi,
      bytecode,
    };
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
