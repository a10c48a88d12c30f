package io.lianbo.did.dataintegrity;

import io.lianbo.core.Verdict;
import io.lianbo.did.VerificationKey;
import io.lianbo.did.internal.Quote;
import io.lianbo.did.resolve.DidResolver;
import java.util.Arrays;
import java.util.Set;

/**
 * Finds the keys behind the name that a signature gives for its key.
 *
 * <p>Whoever writes a document chooses that name: a lookup that finds any key of anybody proves only that somebody signed. Pin the
 * keys, or compare the name's owner with whom the document says it is from.
 */
@FunctionalInterface
public interface KeyLookup {
    /**
     * {@return the keys that may have signed under this name, usually one; else why there is none, such as {@code KEY_UNTRUSTED}}
     *
     * @param verificationMethod the key's URL, {@code did:web:tea.example#key-1}; without a fragment where the signature names the owner
     *     alone: then every key that serves the purpose
     * @param purpose what the key must be allowed to do
     */
    Verdict<Set<VerificationKey>> find(String verificationMethod, ProofPurpose purpose);

    /**
     * {@return a lookup that knows these keys alone, for every purpose}
     *
     * <p>A name that is a {@code did:key} must be that of one of them; every other name may stand for any of them.
     *
     * @param keys the keys to trust, at least one
     * @throws IllegalArgumentException where there is none
     */
    static KeyLookup pinned(VerificationKey... keys) {
        if (keys.length == 0) {
            throw new IllegalArgumentException("a lookup of pinned keys needs a key");
        }
        return new PinnedKeys(Set.copyOf(Arrays.asList(keys)));
    }

    /**
     * {@return a lookup that reads the key out of a {@code did:key} and knows no other}
     *
     * <p>It establishes who signed and trusts nobody.
     */
    static KeyLookup didKey() {
        return (method, purpose) -> DidKeyUrl.keyOf(method)
                .<Verdict<Set<VerificationKey>>>map(key -> Verdict.ok(Set.of(key)))
                .orElseGet(() ->
                        Verdict.refused("KEY_UNKNOWN", "not a did:key whose fragment repeats it: " + Quote.of(method)));
    }

    /**
     * {@return a lookup that finds keys in the documents of DIDs}
     *
     * <p>A name with a fragment is one method of a document, a name without is every key that the document has for the purpose.
     *
     * @param resolver whom to ask for the documents, each time
     */
    static KeyLookup resolvedBy(DidResolver resolver) {
        return new ResolvedKeys(resolver);
    }

    /**
     * {@return a lookup that asks this one about keys of one owner, and refuses every other name as {@code KEY_UNTRUSTED}}
     *
     * @param owner as the names of its keys begin
     */
    default KeyLookup ownedBy(String owner) {
        return (method, purpose) -> method.equals(owner) || method.startsWith(owner + "#")
                ? find(method, purpose)
                : Verdict.refused("KEY_UNTRUSTED", "not a key of " + owner + ": " + Quote.of(method));
    }
}
