package io.lianbo.did.login;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.account.SignatureVerifier;
import io.lianbo.core.crypto.PersonalMessage;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import java.util.Map;
import java.util.Optional;

/** Says whether the account of a message signed it: by its key, or, on chains that can be asked, in the way of its kind. */
final class MessageSignature {
    private static final int MOST_HEX = 2 + 2 * 32_768;
    private static final String MALFORMED = "SIGNATURE_MALFORMED";

    private final Map<ChainId, SignatureVerifier> chains;

    MessageSignature(Map<ChainId, SignatureVerifier> chains) {
        this.chains = Map.copyOf(chains);
    }

    /** Returns why not; empty also where only a chain could say and {@code mayAsk} is false. */
    Optional<Reason> refusal(LoginMessage message, String hex, boolean mayAsk) {
        if (hex.length() > MOST_HEX) {
            return Optional.of(
                    new Reason(MALFORMED, "signature must be at most " + MOST_HEX + " characters: " + hex.length()));
        }
        Hash32 digest = PersonalMessage.digest(message.toString());
        SignatureVerifier chain = chains.get(message.account().chainId());
        try {
            if (chain == null) {
                return byKey(digest, Signature.parse(hex), message.account().address());
            }
            byte[] signature = Hex.decode(hex);
            return mayAsk ? byKind(chain, digest, signature, message.account().address()) : Optional.empty();
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
