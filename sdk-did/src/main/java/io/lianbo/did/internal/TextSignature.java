package io.lianbo.did.internal;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.account.SignatureVerifier;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.PersonalMessage;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says whether an account signed a text (EIP-191): by its key, or, on chains that can be asked, in the way of its kind.
 */
public final class TextSignature {
    private static final int MOST_HEX = 2 + 2 * 32_768;
    private static final String MALFORMED = "SIGNATURE_MALFORMED";

    private final Map<ChainId, SignatureVerifier> chains;

    /**
     * Takes the chains that can be asked.
     *
     * @param chains of two with one id the later; accounts on others count as keys
     */
    public TextSignature(Collection<Chain> chains) {
        this.chains = chains.stream()
                .collect(Collectors.toUnmodifiableMap(Chain::id, SignatureVerifier::new, (earlier, later) -> later));
    }

    /**
     * {@return why the account did not sign the text}; empty also where only a chain could say and {@code mayAsk} is false
     *
     * <p>Codes: {@code SIGNATURE_MALFORMED}, {@code SIGNATURE_INVALID}, {@code SIGNATURE_UNVERIFIABLE}.
     *
     * @param text what was to be signed
     * @param hex the signature
     * @param account whose
     * @param mayAsk whether the chain may be asked
     */
    public Optional<Reason> refusal(String text, String hex, AccountId account, boolean mayAsk) {
        if (hex.length() > MOST_HEX) {
            return Optional.of(
                    new Reason(MALFORMED, "signature must be at most " + MOST_HEX + " characters: " + hex.length()));
        }
        Hash32 digest = PersonalMessage.digest(text);
        SignatureVerifier chain = chains.get(account.chainId());
        try {
            if (chain == null) {
                return byKey(digest, Signature.parse(hex), account.address());
            }
            byte[] signature = Hex.decode(hex);
            return mayAsk ? byKind(chain, digest, signature, account.address()) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(new Reason(MALFORMED, String.valueOf(e.getMessage())));
        }
    }

    private static Optional<Reason> byKey(Hash32 digest, Signature signature, Address account) {
        return Secp256k1.verify(digest, signature, account).isVerified()
                ? Optional.empty()
                : Optional.of(new Reason("SIGNATURE_INVALID", "not signed by " + account));
    }

    private static Optional<Reason> byKind(SignatureVerifier chain, Hash32 digest, byte[] signature, Address account) {
        Verdict<Address> verdict;
        try {
            verdict = chain.verify(digest, signature, account);
        } catch (LianboException e) { // its message may name the node
            return Optional.of(new Reason(
                    "SIGNATURE_UNVERIFIABLE", "the chain of " + account + " could not be asked: " + e.code()));
        }
        return verdict.reasons().stream()
                .findFirst()
                .map(reason ->
                        reason.code().equals(MALFORMED) ? reason : new Reason("SIGNATURE_INVALID", reason.detail()));
    }
}
