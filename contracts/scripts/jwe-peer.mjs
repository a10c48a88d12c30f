// The other side of the JWE interoperability test: reads one request as JSON from standard input, seals or opens a record
// with jose, and writes the answer as JSON. Java runs it (JwePeerTest in sdk-did).
import { readFileSync } from 'node:fs';
import { GeneralEncrypt, generalDecrypt, importJWK } from 'jose';

const request = JSON.parse(readFileSync(0, 'utf8'));
const alg = 'ECDH-ES+A256KW';

const actions = {
    seal: async () => {
        const sealing = new GeneralEncrypt(Buffer.from(request.content, 'base64url')).setProtectedHeader({ enc: 'A256GCM' });
        for (const { kid, jwk } of request.recipients) {
            sealing
                .addRecipient(await importJWK(jwk, alg))
                .setUnprotectedHeader({ alg, kid })
                .setKeyManagementParameters({ apu: Buffer.from('a sealer'), apv: Buffer.from('a reader') });
        }
        return JSON.stringify(await sealing.encrypt());
    },
    open: async () => {
        const { plaintext } = await generalDecrypt(JSON.parse(request.text), await importJWK(request.jwk, alg));
        return Buffer.from(plaintext).toString('base64url');
    },
};

try {
    process.stdout.write(JSON.stringify({ ok: await actions[request.action]() }));
} catch (e) {
    process.stdout.write(JSON.stringify({ error: String(e) }));
}
