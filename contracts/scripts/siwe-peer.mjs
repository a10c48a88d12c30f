// The other side of the login interoperability test: reads one request as JSON from standard input, makes or verifies an ERC-4361
// message with siwe or viem, and writes the answer as JSON. Java runs it (SiwePeerTest in sdk-did).
import { readFileSync } from 'node:fs';
import { Wallet } from 'ethers';
import { SiweMessage } from 'siwe';
import { createPublicClient, hashMessage, http, recoverMessageAddress, serializeErc6492Signature } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { createSiweMessage, parseSiweMessage, validateSiweMessage } from 'viem/siwe';

const request = JSON.parse(readFileSync(0, 'utf8'));
const times = ['issuedAt', 'expirationTime', 'notBefore'];

const withDates = (fields) =>
    Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [name, times.includes(name) ? new Date(value) : value]),
    );

const siwe = {
    make: async ({ fields, privateKey }) => {
        const message = new SiweMessage(fields).prepareMessage();
        return { message, signature: await new Wallet(privateKey).signMessage(message) };
    },
    verify: async ({ message, signature, domain, nonce, time }) => {
        const result = await new SiweMessage(message).verify(
            { signature, domain, nonce, time },
            { suppressExceptions: true },
        );
        return { verified: result.success, address: result.data.address, printed: result.data.toMessage() };
    },
};

const viem = {
    make: async ({ fields, privateKey, wrapper }) => {
        const message = createSiweMessage(withDates(fields));
        const signature = await privateKeyToAccount(privateKey).signMessage({ message });
        return { message, signature: wrapper ? serializeErc6492Signature({ ...wrapper, signature }) : signature };
    },
    verify: async ({ message, signature, domain, nonce, time, rpc }) => {
        const parsed = parseSiweMessage(message);
        const valid = validateSiweMessage({ message: parsed, domain, nonce, time: new Date(time) });
        const signed = rpc
            ? await createPublicClient({ transport: http(rpc) }).verifyHash({
                  address: parsed.address,
                  hash: hashMessage(message),
                  signature,
              })
            : (await recoverMessageAddress({ message, signature })) === parsed.address;
        return { verified: valid && signed, address: parsed.address, printed: createSiweMessage(parsed) };
    },
};

const peers = { siwe, viem };
process.stdout.write(JSON.stringify(await peers[request.peer][request.action](request)));
