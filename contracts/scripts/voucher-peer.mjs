// The other side of the voucher interoperability test: reads one request as JSON from standard input, hashes, signs or verifies vouchers
// with viem, and writes the answer as JSON. Java runs it (VoucherPeerTest in sdk-nft).
import { readFileSync } from 'node:fs';
import { hashTypedData, verifyTypedData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';

const request = JSON.parse(readFileSync(0, 'utf8'));

const types = {
    Voucher: [
        { name: 'tokenId', type: 'uint256' },
        { name: 'recipient', type: 'address' },
        { name: 'currency', type: 'address' },
        { name: 'price', type: 'uint256' },
        { name: 'validFrom', type: 'uint64' },
        { name: 'validUntil', type: 'uint64' },
        { name: 'epoch', type: 'uint32' },
        { name: 'minTier', type: 'uint8' },
        { name: 'maxPerBuyer', type: 'uint32' },
        { name: 'soulbound', type: 'bool' },
    ],
    VoucherList: [
        { name: 'firstTokenId', type: 'uint256' },
        { name: 'recipients', type: 'address[]' },
        { name: 'validFrom', type: 'uint64' },
        { name: 'validUntil', type: 'uint64' },
        { name: 'epoch', type: 'uint32' },
        { name: 'soulbound', type: 'bool' },
    ],
};

/** What a wallet is asked to sign; numbers that JSON cannot hold exactly come as text. */
const typedData = (message) => {
    const primaryType = 'recipients' in message ? 'VoucherList' : 'Voucher';
    const integers = types[primaryType].filter(({ type }) => ['uint256', 'uint64'].includes(type));
    return {
        domain: {
            name: 'Lianbo Voucher',
            version: '1',
            chainId: request.chainId,
            verifyingContract: request.collection,
        },
        types: { [primaryType]: types[primaryType] },
        primaryType,
        message: { ...message, ...Object.fromEntries(integers.map(({ name }) => [name, BigInt(message[name])])) },
    };
};

const actions = {
    hash: () => request.messages.map((message) => hashTypedData(typedData(message))),
    sign: () =>
        Promise.all(
            request.messages.map((message) =>
                privateKeyToAccount(request.privateKey).signTypedData(typedData(message)),
            ),
        ),
    verify: () =>
        Promise.all(
            request.messages.map((message, i) =>
                verifyTypedData({
                    address: request.signer,
                    signature: request.signatures[i],
                    ...typedData(message),
                }),
            ),
        ),
};

process.stdout.write(JSON.stringify({ answers: await actions[request.action]() }));
