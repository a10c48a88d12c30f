// Contracts of others, as npm has them, to be measured beside ours.
//
// Those that come as source are compiled like ours: same compiler, same settings. One comes as its author's bytecode.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compile, workspace } from "./workspace.mjs";

/** thirdweb and ERC721A build on an OpenZeppelin that is older than ours. */
const REMAPPINGS = ["@openzeppelin/contracts/=node_modules/openzeppelin-contracts-4/", "erc721a/=node_modules/erc721a/"];

/** ABI and bytecode of a peer, by the name of its contract. */
export function peerArtifact(name) {
  return {
    Airdrop721A: () => compiled("peers/Airdrop721A.sol", name),
    ERC721SignatureMint: () => compiled("node_modules/@thirdweb-dev/contracts/base/ERC721SignatureMint.sol", name),
    MerkleDistributor: () => built("@uniswap/merkle-distributor/build/MerkleDistributor.json"),
    PaymentSplitter: () => compiled("node_modules/openzeppelin-contracts-4/finance/PaymentSplitter.sol", name),
    TokenERC721: () => compiled("node_modules/@thirdweb-dev/contracts/prebuilts/token/TokenERC721.sol", name),
  }[name]();
}

function compiled(source, name) {
  const { abi, evm } = compile(source, REMAPPINGS).output.contracts[source][name];
  return { abi, bytecode: `0x${evm.bytecode.object}` };
}

function built(path) {
  const { abi, bytecode } = JSON.parse(readFileSync(join(workspace, "node_modules", path), "utf8"));
  return { abi, bytecode: `0x${bytecode}` };
}
