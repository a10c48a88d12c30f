package io.lianbo.did.ethr;

import io.lianbo.core.Address;
import io.lianbo.core.crypto.Signature;

/**
 * A change that its owner has signed and that anyone may send, once: {@link EthrDidRegistry#submit}.
 *
 * @param identity whose change it is
 * @param change what changes
 * @param signature the owner's, over the registry, the owner's nonce, the identity and the change; not over the chain
 */
public record SignedEthrDidChange(Address identity, EthrDidChange change, Signature signature) {}
