// The other side of the IPFS comparison: reads files and folders to build as JSON from standard input, cuts them into blocks with
// ipfs-unixfs-importer, and writes CIDs and blocks as JSON; archives it reads with @ipld/car. Java runs it (UnixFsPeerTest in sdk-nft).
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { CarBlockIterator } from '@ipld/car';
import { importer } from 'ipfs-unixfs-importer';

const request = JSON.parse(readFileSync(0, 'utf8'));

/** As many bytes of a sequence that Java makes too. */
function generated(size, seed) {
    const bytes = new Uint8Array(size);
    let state = seed;
    for (let i = 0; i < size; i++) {
        state = (Math.imul(state, 1664525) + 1013904223) | 0;
        bytes[i] = state >>> 24;
    }
    return bytes;
}

async function imported({ version, folder, files }) {
    const blocks = new Map();
    const store = {
        put: (cid, bytes) => {
            blocks.set(cid.toString(), bytes.length);
            return cid;
        },
    };
    const options = {
        profile: 'unixfs-v0-2015', // chunks, links and the threshold of sharding; what Kubo does for version 1 too
        cidVersion: version,
        rawLeaves: version === 1,
        wrapWithDirectory: folder,
        ...(request.threshold === undefined ? {} : { shardSplitThresholdBytes: request.threshold }),
    };
    const source = files.map(({ path, size, seed, text }) => ({
        path,
        content: text === undefined ? generated(size, seed) : new TextEncoder().encode(text),
    }));
    const cids = {};
    let root;
    for await (const entry of importer(source, store, options)) {
        cids[entry.path] = entry.cid.toString();
        root = entry.cid.toString();
    }
    return { root, cids, blocks: Object.fromEntries(blocks) };
}

async function archived(car) {
    const reader = await CarBlockIterator.fromIterable(createReadStream(car));
    const roots = (await reader.getRoots()).map(String);
    const blocks = {};
    for await (const { cid, bytes } of reader) {
        if (!createHash('sha256').update(bytes).digest().equals(cid.multihash.digest)) {
            throw new Error(`${cid} is not the block's`);
        }
        blocks[cid.toString()] = bytes.length;
    }
    return { roots, blocks };
}

const answer = [];
for (const one of request.contents) {
    answer.push({ ...(await imported(one)), ...(one.car === undefined ? {} : { car: await archived(one.car) }) });
}
process.stdout.write(JSON.stringify(answer));
