// What the scripts share: where things lie, how contracts are compiled, what is committed of them.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, platform } from "node:process";
import { fileURLToPath } from "node:url";
import { join } from "node:path";

const require = createRequire(import.meta.url);

/** The folder `contracts/`. */
export const workspace = fileURLToPath(new URL("..", import.meta.url));

/** The folder of the whole project. */
export const project = join(workspace, "..");

/** The path of forge or anvil as npm installs it for this platform, without any install script. */
export function foundry(tool) {
  const cpu = { x64: "amd64", arm64: "arm64" }[arch] ?? arch;
  const executable = platform === "win32" ? `${tool}.exe` : tool;
  const path = join(workspace, "node_modules", "@foundry-rs", `${tool}-${platform}-${cpu}`, "bin", executable);
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm ci, on a platform for which npm serves ${tool}`);
  return path;
}

/**
 * Compiles one source file with what it imports, by the settings of foundry.toml; gives solc's answer for that file. Remappings
 * come before those of the settings.
 */
export function compile(source, remappings = []) {
  const solc = require("solc");
  const settings = compilerSettings();
  const input = {
    language: "Solidity",
    sources: { [source]: { content: read(source) } },
    settings: {
      ...settings,
      remappings: [...remappings, ...settings.remappings],
      outputSelection: { [source]: { "": ["ast"], "*": ["abi", "evm.bytecode.object"] } },
    },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: (path) => ({ contents: read(path) }) }));
  const complaints = (output.errors ?? []).filter(
    // A warning in a library is its author's affair, unless solc stopped listing warnings and ours may be missing.
    ({ severity, errorCode, sourceLocation }) =>
      severity === "error" || errorCode === "4591" || !sourceLocation?.file.startsWith("node_modules/"),
  );
  if (complaints.length > 0) throw new Error(complaints.map((complaint) => complaint.formattedMessage).join("\n"));
  return { output, compiler: compiler() };
}

/** The compiler's version, and its settings by foundry.toml. */
export function compiler() {
  return { version: require("solc").version().replace(/\.Emscripten.*$/, ""), settings: compilerSettings() };
}

/** Where the artifact of a contract of src/<area>/ is committed: in the resources of the module that owns it. */
export function artifactPath(area, contractName) {
  return join(project, `sdk-${area}`, "src", "main", "resources", "io", "lianbo", area, `${contractName}.json`);
}

/** The committed artifact of a contract of src/<area>/. */
export function artifact(area, contractName) {
  return JSON.parse(readFileSync(artifactPath(area, contractName), "utf8"));
}

/** The non-abstract contracts of a compiled file, as [name, {abi, bytecode}]. */
export function deployable(source, output) {
  return output.sources[source].ast.nodes
    .filter((node) => node.nodeType === "ContractDefinition" && node.contractKind === "contract" && !node.abstract)
    .map(({ name }) => {
      const { abi, evm } = output.contracts[source][name];
      return [name, { abi, bytecode: `0x${evm.bytecode.object}` }];
    });
}

let cachedSettings;

function compilerSettings() {
  if (cachedSettings === undefined) {
    const config = JSON.parse(execFileSync(foundry("forge"), ["config", "--json"], { cwd: workspace, encoding: "utf8" }));
    cachedSettings = {
      remappings: config.remappings,
      optimizer: { enabled: config.optimizer, runs: config.optimizer_runs },
      metadata: { bytecodeHash: config.bytecode_hash, appendCBOR: config.cbor_metadata },
      evmVersion: config.evm_version,
      viaIR: config.via_ir,
    };
  }
  return cachedSettings;
}

function read(path) {
  return readFileSync(join(workspace, path), "utf8");
}
