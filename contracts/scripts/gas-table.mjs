// The table of README.md, made of the figures of snapshots/gas.json, so that it cannot say others.

const BEGIN = "<!-- gas: written by `npm --prefix contracts run gas` -->";
const END = "<!-- /gas -->";

/** The text of README.md with its table made of these figures. */
export function withGasTable(readme, figures) {
  const begin = readme.indexOf(BEGIN);
  const end = readme.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`README.md has no place for the gas table: ${BEGIN} ... ${END}`);
  return `${readme.slice(0, begin + BEGIN.length)}\n${table(figures)}\n${readme.slice(end)}`;
}

function table(figures) {
  const gas = (...names) => names.map((name) => sum(figures, name).toLocaleString("en-US")).join(" / ");
  const thirdweb = "peer.thirdweb";
  const splitter = "peer.openzeppelin.PaymentSplitter";
  const rows = [
    [
      "redeem a voucher: free / paid",
      gas("voucher.redeem.free", "voucher.redeem.paid"),
      `${gas(`${thirdweb}.ERC721SignatureMint.free`, `${thirdweb}.ERC721SignatureMint.paid`)}, thirdweb \`ERC721SignatureMint\`; ` +
        `${gas(`${thirdweb}.TokenERC721.free`, `${thirdweb}.TokenERC721.paid`)}, thirdweb \`TokenERC721\`; ` +
        `${gas("peer.erc721a.buy")}, ERC721A bought without a voucher`,
    ],
    ["redeem for a buyer who owns one", gas("voucher.redeem.repeatBuyer"), ""],
    ["each of a hundred vouchers redeemed together", gas("voucher.redeemBatch100.each"), ""],
    [
      "each of a list of a hundred, under one signature",
      gas("voucher.redeemList100.each"),
      `${gas("peer.erc721a.airdrop100.each")}, ERC721A sent by its owner`,
    ],
    ["each of a hundred copies of an edition, under one signature", gas("edition.redeemList100.each"), ""],
    [
      "each badge of an audience of 100 / of 1,228",
      gas("badge.mint100.each", "badge.mint1228.each"),
      `${gas("peer.erc721a.airdrop100.each")}, ERC721A for 100`,
    ],
    [
      "a collection of its own, as a clone",
      gas("collection.clone"),
      `${gas(["peer.deploy.TokenERC721.clone", `${thirdweb}.TokenERC721.initialize`])}, thirdweb \`TokenERC721\` in two transactions`,
    ],
    ["anchor a log's root: first / later", gas("anchor.root.first", "anchor.root.later"), ""],
    ["fix a split among four", gas("split.create"), `${gas("peer.deploy.PaymentSplitter")}, OpenZeppelin \`PaymentSplitter\``],
    [
      "pay into escrow (ERC-20) / release to four, all known to the token",
      gas("escrow.deposit", "escrow.release4.warm"),
      `${gas(`${splitter}.pay`, `${splitter}.release4.later`)}, \`PaymentSplitter\`: no escrow, a transaction for each of the four`,
    ],
    ["each of 32 escrow orders shipped / released to four together", gas("escrow.ship32.each", "escrow.releaseBatch32.each"), ""],
    ["publish an epoch of rewards", gas("epoch.publish.later"), `${gas("peer.deploy.MerkleDistributor")}, a Uniswap \`MerkleDistributor\` for each`],
    [
      "claim rewards, proof of 20 hashes: first / later",
      gas("claim.depth20.first", "claim.depth20.later"),
      `${gas("peer.uniswap.claim.depth20.first", "peer.uniswap.claim.depth20.later")}, Uniswap \`MerkleDistributor\``,
    ],
    [
      "pay rewards to many, each: 32 claims under one proof / a batch of 100 pushed",
      gas("claim.multiproof32.each", "claim.push100.cold.each"),
      "",
    ],
  ];
  return ["| transaction | Lianbo | beside it |", "|---|---|---|", ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");
}

/** A figure, or several that belong together. */
function sum(figures, names) {
  return [names].flat().reduce((total, name) => {
    if (figures[name] === undefined) throw new Error(`README.md's table wants a figure that is not measured: ${name}`);
    return total + figures[name];
  }, 0);
}
