// The other side of the SD-JWT interoperability test: reads one request as JSON from standard input, does it with
// @sd-jwt/sd-jwt-vc, and writes the answer as JSON. Java runs it (SdJwtPeerTest in sdk-did).
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';

const request = JSON.parse(readFileSync(0, 'utf8'));

const digestOf = (alg) => (alg === 'EdDSA' ? null : 'sha256');

const signer = (alg, jwk) => (data) =>
    sign(digestOf(alg), Buffer.from(data), {
        key: createPrivateKey({ key: jwk, format: 'jwk' }),
        dsaEncoding: 'ieee-p1363',
    }).toString('base64url');

const verifier = (alg, jwk) => (data, signature) =>
    verify(
        digestOf(alg),
        Buffer.from(data),
        { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'),
    );

const instance = new SDJwtVcInstance({
    hasher: (data, alg) =>
        createHash(alg.replace('-', '')).update(typeof data === 'string' ? data : Buffer.from(data)).digest(),
    hashAlg: 'sha-256',
    saltGenerator: (length) => randomBytes(length).toString('base64url'),
    signAlg: request.issuerAlg,
    signer: request.issuerPrivate && signer(request.issuerAlg, request.issuerPrivate),
    verifier: request.issuerPublic && verifier(request.issuerAlg, request.issuerPublic),
    kbSignAlg: request.holderAlg,
    kbSigner: request.holderPrivate && signer(request.holderAlg, request.holderPrivate),
    kbVerifier: (data, signature, payload) => verifier(request.holderAlg, payload.cnf.jwk)(data, signature),
});

const actions = {
    issue: () => instance.issue(request.claims, request.frame),
    present: () => instance.present(request.token, request.frame, { kb: { payload: request.binding } }),
    verify: async () => {
        const { payload, kb } = await instance.verify(request.token, {
            keyBindingNonce: request.nonce,
            currentDate: request.now,
        });
        return { payload, binding: kb.payload };
    },
};

try {
    process.stdout.write(JSON.stringify({ ok: await actions[request.action]() }));
} catch (e) {
    process.stdout.write(JSON.stringify({ error: String(e) }));
}
