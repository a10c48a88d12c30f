// The other builder of Merkle trees, in both uses.
//
// Without an argument: reads [{ format, values }] as JSON from standard input and writes as JSON, for each, the root and the proof of every
// value that the packages of npm give. Formats: standard-v1 is @openzeppelin/merkle-tree over [address, uint256]; cumulative is
// merkletreejs over keccak256(account ++ amount), sorted as 1inch's tools sort it.
//
// With a number: builds OpenZeppelin's tree of as many claims again and again, one for each line it reads, and writes its root on a line
// of its own. The claims are made before the first; Java measures from line to line.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { MerkleTree } from "merkletreejs";
import { encodePacked, keccak256 } from "viem";

const TYPES = ["address", "uint256"];

const builders = {
  "standard-v1": (values) => {
    const tree = StandardMerkleTree.of(values, TYPES);
    return { root: tree.root, proofs: values.map((_, i) => tree.getProof(i)) };
  },
  cumulative: (values) => {
    const leaves = values.map(([account, amount]) => keccak256(encodePacked(TYPES, [account, BigInt(amount)])));
    const tree = new MerkleTree(leaves, keccak256, { sort: true });
    return { root: tree.getHexRoot(), proofs: leaves.map((leaf) => tree.getHexProof(leaf)) };
  },
};

async function buildOnDemand(leaves) {
  const claims = Array.from({ length: leaves }, (_, i) => [
    `0x${(0xbbbb0000 + i).toString(16).padStart(40, "0")}`,
    10n ** 15n * BigInt(1 + i),
  ]);
  process.stdout.write("ready\n");
  for await (const _ of createInterface({ input: process.stdin })) {
    process.stdout.write(`${StandardMerkleTree.of(claims, TYPES).root}\n`);
  }
}

if (process.argv[2] === undefined) {
  const questions = JSON.parse(readFileSync(0, "utf8"));
  process.stdout.write(JSON.stringify(questions.map(({ format, values }) => builders[format](values))));
} else {
  await buildOnDemand(Number(process.argv[2]));
}
