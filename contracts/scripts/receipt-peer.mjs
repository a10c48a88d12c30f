// The other side of the COSE receipts: reads one request as JSON from standard input, does it with @transmute/cose, and writes the
// answer as JSON. Bytes are hex. Java runs it (ReceiptPeerTest in sdk-provenance).
import { readFileSync } from 'node:fs';
import cose from '@transmute/cose';

const request = JSON.parse(readFileSync(0, 'utf8'));

const bytes = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));
const buffer = (hex) => bytes(hex).buffer;
const hex = (data) => Buffer.from(data).toString('hex');

const resolve = async (message) => {
    const header = cose.cbor.decode(cose.cbor.decode(message).value[0]);
    const key = request.keys[hex(header.get(4))];
    if (!key) {
        throw new Error(`no such key: ${hex(header.get(4))}`);
    }
    return key;
};
const verifier = () => cose.detached.verifier({ resolver: { resolve } });
const signer = () => cose.detached.signer({ remote: cose.crypto.signer({ privateKeyJwk: request.privateKey }) });

const header = (...more) => cose.ProtectedHeader([[1, -7], [4, bytes(request.keyId)], ...more]);

const work = {
    inclusion: async () =>
        hex(
            await cose.receipt.inclusion.verify({
                entry: bytes(request.leaf),
                receipt: buffer(request.receipt),
                verifier: verifier(),
            }),
        ),
    consistency: async () =>
        cose.receipt.consistency.verify({
            oldRoot: buffer(request.oldRoot),
            newRoot: buffer(request.newRoot),
            receipt: buffer(request.receipt),
            verifier: verifier(),
        }),
    statement: async () => {
        const { verify } = await cose.receipt.verifier({ resolve });
        const { payload, receipts } = await verify({
            coseSign1: buffer(request.statement),
            payload: buffer(request.payload),
        });
        return { payload: hex(payload), roots: receipts.map(hex) };
    },
    issue: async () => {
        const receipt = (size, entry) =>
            cose.receipt.inclusion.issue({
                protectedHeader: header([395, 1]),
                entry,
                entries: request.leaves.slice(0, size).map(bytes),
                signer: signer(),
            });
        const inclusion = await receipt(request.leaves.length, request.entry);
        const older = await receipt(request.olderSize, request.olderSize - 1);
        const consistency = await cose.receipt.consistency.issue({
            protectedHeader: header([395, 1]),
            receipt: older,
            entries: request.leaves.map(bytes),
            signer: signer(),
        });
        return { inclusion: hex(inclusion), consistency: hex(consistency.receipt) };
    },
};

let answer;
try {
    answer = { result: await work[request.do]() };
} catch (error) {
    answer = { error: String(error.message) };
}
process.stdout.write(JSON.stringify(answer));
