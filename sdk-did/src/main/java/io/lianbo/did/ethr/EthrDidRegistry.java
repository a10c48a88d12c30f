package io.lianbo.did.ethr;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.crypto.Signer;
import io.lianbo.did.Did;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/**
 * A registry of ERC-1056: who speaks for an Ethereum address. The contract is ours, {@code EthereumDidRegistry}, or one of those deployed long ago,
 * which have the same functions, events and signed bytes.
 *
 * {@snippet class="io.lianbo.did.ethr.EthrDidRegistryTest" region="change"}
 *
 * <p>The older registries differ in three ways: they give no error by name, an identity that was deactivated can be taken up again by its own key
 * (resolvers disregard that), and where the owner is not the identity itself they want attributes signed with the identity's nonce, which {@link
 * #sign} does not do.
 */
public final class EthrDidRegistry {
    private static final ContractArtifact ARTIFACT =
            ContractArtifact.load(EthrDidRegistry.class, "/io/lianbo/did/EthereumDidRegistry.json");
    private static final int WORD = 32;
    private static final int FIRST_V = 27;

    private final Chain chain;
    private final Contract contract;

    private EthrDidRegistry(Chain chain, Contract contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /**
     * {@return a new registry}
     *
     * @param chain where
     * @param deployer who pays for it; gets no rights over it
     * @throws io.lianbo.core.LianboException where the chain fails
     */
    public static EthrDidRegistry deploy(Chain chain, Signer deployer) {
        return new EthrDidRegistry(chain, chain.deploy(deployer, ARTIFACT).contract());
    }

    /**
     * {@return the registry that is there}
     *
     * @param chain where
     * @param address the contract's
     * @throws IllegalArgumentException where there is no contract
     * @throws io.lianbo.core.LianboException where the chain fails
     */
    public static EthrDidRegistry at(Chain chain, Address address) {
        if (chain.code(address).length == 0) {
            throw new IllegalArgumentException("a registry must be deployed, and there is no contract at " + address);
        }
        return new EthrDidRegistry(chain, chain.contract(address, ARTIFACT));
    }

    /** {@return the contract} */
    public AccountId account() {
        return new AccountId(chain.id(), contract.address());
    }

    /**
     * {@return the DID of an address, by this registry's chain}
     *
     * @param identity the address
     */
    public Did did(Address identity) {
        return EthrIdentifier.did(chain.id(), identity);
    }

    /**
     * Changes an identity.
     *
     * @param owner of the identity, who pays
     * @param identity whose change it is
     * @param change what changes
     * @return the transaction's receipt
     * @throws io.lianbo.core.chain.ContractRevertException {@code NotOwner} where the signer is not the owner
     * @throws io.lianbo.core.LianboException where the chain fails
     */
    public Receipt send(Signer owner, Address identity, EthrDidChange change) {
        return contract.send(
                owner, change.function(), change.argumentsFor(identity).toArray());
    }

    /**
     * {@return a change signed by the owner, to be sent by another}
     *
     * <p>It holds the owner's next nonce, as of the chain's latest block: signed changes are sent in the order of their signing, and one that is signed
     * twice takes effect once.
     *
     * @param owner of the identity
     * @param identity whose change it is
     * @param change what changes
     * @throws io.lianbo.core.LianboException where the chain or the signer fails
     */
    public SignedEthrDidChange sign(Signer owner, Address identity, EthrDidChange change) {
        ByteArrayOutputStream preimage = new ByteArrayOutputStream();
        preimage.writeBytes(new byte[] {0x19, 0});
        preimage.writeBytes(contract.address().bytes());
        preimage.writeBytes(word(nonce(owner.address())));
        preimage.writeBytes(identity.bytes());
        preimage.writeBytes(change.packed());
        return new SignedEthrDidChange(identity, change, owner.signHashOf(preimage.toByteArray()));
    }

    /**
     * Changes an identity by its owner's signature.
     *
     * @param payer of the transaction
     * @param signed what the owner signed
     * @return the transaction's receipt
     * @throws io.lianbo.core.chain.ContractRevertException {@code InvalidSignature} where it is not the owner's, or was used
     * @throws io.lianbo.core.LianboException where the chain fails
     */
    public Receipt submit(Signer payer, SignedEthrDidChange signed) {
        Signature signature = signed.signature();
        Object[] arguments = signed.change()
                .argumentsFor(
                        signed.identity(),
                        FIRST_V + signature.yParity(),
                        Hash32.of(word(signature.r())),
                        Hash32.of(word(signature.s())))
                .toArray();
        return contract.send(payer, signed.change().function() + "Signed", arguments);
    }

    /**
     * {@return who may change an identity now, as of the chain's latest block; the zero address where nobody may any more}
     *
     * @param identity whose owner
     * @throws io.lianbo.core.LianboException where the chain fails
     */
    public Address owner(Address identity) {
        return contract.read("identityOwner", identity).address(0);
    }

    /**
     * {@return the nonce of the owner's next signed change}
     *
     * @param owner whose
     * @throws io.lianbo.core.LianboException where the chain fails
     */
    public BigInteger nonce(Address owner) {
        return contract.read("nonce", owner).uint(0);
    }

    Chain chain() {
        return chain;
    }

    Contract contract() {
        return contract;
    }

    private static byte[] word(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] word = new byte[WORD];
        int length = Math.min(bytes.length, WORD); // one byte more is the sign's
        System.arraycopy(bytes, bytes.length - length, word, WORD - length, length);
        return word;
    }

    /** {@return the contract's account} */
    @Override
    public String toString() {
        return account().toString();
    }
}
