package io.lianbo.did.status;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signer;
import io.lianbo.did.Did;

/**
 * The contract {@code CredentialStatusRegistry}: a bit per credential, set by the issuer to revoke it and never cleared, 256 of
 * them in a storage slot.
 *
 * <p>Anybody's registry serves every issuer: an issuer is the account that sends the transaction.
 *
 * {@snippet class="io.lianbo.did.status.CredentialStatusRegistryTest" region="revoke"}
 */
public final class CredentialStatusRegistry implements StatusCheck {
    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(CredentialStatusRegistry.class, "/io/lianbo/did/CredentialStatusRegistry.json");

    private final AccountId account;
    private final Contract contract;

    private CredentialStatusRegistry(Chain chain, Contract contract) {
        this.account = new AccountId(chain.id(), contract.address());
        this.contract = contract;
    }

    /**
     * {@return a new registry}
     *
     * @param chain where
     * @param deployer who pays for it; gets no rights over it
     * @throws LianboException where the chain fails
     */
    public static CredentialStatusRegistry deploy(Chain chain, Signer deployer) {
        return new CredentialStatusRegistry(
                chain, chain.deploy(deployer, ARTIFACT).contract());
    }

    /**
     * {@return the registry that is there}
     *
     * @param chain where
     * @param address the contract's
     * @throws IllegalArgumentException where there is no contract
     * @throws LianboException where the chain fails
     */
    public static CredentialStatusRegistry at(Chain chain, Address address) {
        if (chain.code(address).length == 0) {
            throw new IllegalArgumentException("a registry must be deployed, and there is no contract at " + address);
        }
        return new CredentialStatusRegistry(chain, chain.contract(address, ARTIFACT));
    }

    /** {@return the contract, as credentials name it} */
    public AccountId account() {
        return account;
    }

    /**
     * {@return what a credential says about its status, for the issuer to put into it}
     *
     * @param issuer the account that will be able to revoke
     * @param index which of the issuer's credentials
     */
    public StatusReference reference(Address issuer, long index) {
        return new StatusReference.OnChain(account, issuer, index);
    }

    /**
     * Revokes a credential of the signer's, for good.
     *
     * @param issuer the account that the credential names
     * @param index the credential's
     * @return the transaction's receipt
     * @throws io.lianbo.core.chain.ContractRevertException {@code AlreadyRevoked} where it was revoked before
     * @throws LianboException where the chain fails
     */
    public Receipt revoke(Signer issuer, long index) {
        return contract.send(issuer, "revoke", index);
    }

    /**
     * {@return whether a credential is revoked, as of the chain's latest block}
     *
     * @param issuer the account that the credential names
     * @param index the credential's
     * @throws LianboException where the chain fails
     */
    public boolean isRevoked(Address issuer, long index) {
        return contract.read("isRevoked", issuer, index).bool(0);
    }

    /** {@return whether the status is kept in this registry} */
    @Override
    public boolean knows(StatusReference reference) {
        return reference instanceof StatusReference.OnChain onChain
                && onChain.registry().equals(account);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The account that may revoke is the one that the credential names; its issuer signed for that.
     */
    @Override
    public Verdict<StatusReference> check(StatusReference reference, Did issuer) {
        if (!(reference instanceof StatusReference.OnChain onChain) || !knows(reference)) {
            return Verdict.refused(
                    "STATUS_UNAVAILABLE", "the status is kept elsewhere, and only " + account + " is asked");
        }
        try {
            return isRevoked(onChain.issuer(), onChain.index())
                    ? Verdict.refused("REVOKED", "revoked by " + onChain.issuer() + ", index " + onChain.index())
                    : Verdict.ok(reference);
        } catch (LianboException e) {
            return Verdict.refused("STATUS_UNAVAILABLE", account + " cannot be asked: " + e.code());
        }
    }
}
