package io.lianbo.did.resolve;

import io.lianbo.did.Did;
import io.lianbo.did.net.Fetcher;

/**
 * Resolves the DIDs of one method.
 *
 * <p>An implementation answers hostile DIDs and hostile documents with a {@link Resolution}, never with an exception, and bounds its time and memory.
 */
public interface DidMethod {
    /** {@return the method's name, such as {@code web}} */
    String method();

    /**
     * {@return the document, or why there is none}
     *
     * @param did one of this method
     * @param options which version
     */
    Resolution resolve(Did did, ResolutionOptions options);

    /** {@return {@code did:key}: the DID is the key (Ed25519, secp256k1, P-256, P-384, X25519), and nobody is asked} */
    static DidMethod key() {
        return new KeyMethod();
    }

    /** {@return {@code did:jwk}: the DID is the JSON Web Key, and nobody is asked} */
    static DidMethod jwk() {
        return new JwkMethod();
    }

    /** {@return {@code did:pkh} of EVM chains: the DID is the account, and nobody is asked} */
    static DidMethod pkh() {
        return new PkhMethod();
    }

    /**
     * {@return {@code did:web}: the DID says where on the web the document lies}
     *
     * @param fetcher who reads it; {@link io.lianbo.did.net.HttpFetcher} asks no private address
     */
    static DidMethod web(Fetcher fetcher) {
        return new WebMethod(fetcher);
    }
}
