package io.lianbo.core.account;

import com.esaulpaugh.headlong.abi.Tuple;
import com.esaulpaugh.headlong.abi.TupleType;
import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.LianboException;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import java.nio.BufferUnderflowException;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Answers whether an account signed a digest, whatever kind of account it is on one chain: a key, a contract, a key that runs a contract's code, or
 * a contract that is yet to be deployed.
 *
 * {@snippet class="io.lianbo.core.account.SignatureVerifierTest" region="verify"}
 *
 * <p>The kind decides who is asked, on the latest block or {@linkplain #at that of the caller's choice}:
 *
 * <ol>
 *   <li>A signature that ends with the 32 bytes {@code 0x6492…6492} is unwrapped (<a
 *       href="https://eips.ethereum.org/EIPS/eip-6492">ERC-6492</a>). If the account has code, it is asked; if it has none or refuses, the
 *       factory that the wrapper names is called, and the account is asked again. All of it in one call that changes nothing.
 *   <li>An account with code is asked for itself (<a href="https://eips.ethereum.org/EIPS/eip-1271">ERC-1271</a>). One whose code is
 *       a delegation (<a href="https://eips.ethereum.org/EIPS/eip-7702">EIP-7702</a>) also signs with its key.
 *   <li>An account without code signs with its key: 65 bytes, or 64 (EIP-2098), low s only.
 * </ol>
 *
 * <p>A contract's answer holds for that block: it may change its mind, so verify when it matters and do not keep the verdict. A contract may also
 * accept what another account of the same owner signed; a digest that names the account, as EIP-712 data can, prevents it. Whoever
 * knows that an account is a key needs no chain: {@link Secp256k1#verify}.
 *
 * <p>Hostile signatures, contracts and factories give a verdict and never an exception; a chain that does not answer throws {@link
 * LianboException}. Safe for use by many threads.
 */
public final class SignatureVerifier {

    private static final ContractArtifact VALIDATOR =
            ContractArtifact.load(SignatureVerifier.class, "/io/lianbo/core/SignatureValidator.json");

    /** Creation code and arguments may be 49,152 bytes (EIP-3860). */
    private static final int LONGEST = 1 << 15;

    private static final byte[] WRAPPER_MAGIC = Hex.decode("0x" + "6492".repeat(16));
    private static final TupleType<Tuple> WRAPPER = TupleType.parse("(address,bytes,bytes)");

    private static final byte[] DELEGATION = {(byte) 0xef, 0x01, 0x00};
    private static final int DELEGATION_SIZE = DELEGATION.length + Address.SIZE;

    private static final byte NO_CODE = 0;
    private static final byte FACTORY_FAILED = 1;
    private static final byte REFUSED = 2;
    private static final byte ACCEPTED = 3;

    private final Chain chain;
    private final OptionalLong block;

    /** Returns the verifier for accounts on {@code chain}, which stays the caller's to close. */
    public SignatureVerifier(Chain chain) {
        this(chain, OptionalLong.empty());
    }

    private SignatureVerifier(Chain chain, OptionalLong block) {
        this.chain = Objects.requireNonNull(chain, "chain");
        this.block = block;
    }

    /**
     * Returns the verifier that asks for the state after a block, so that its answer is the same whenever and by whomever it is asked.
     *
     * {@snippet class="io.lianbo.core.account.SignatureVerifierTest" region="at"}
     *
     * @param block its number; the node must still have that state
     * @throws IllegalArgumentException if {@code block} is negative
     */
    public static SignatureVerifier at(Chain chain, long block) {
        if (block < 0) {
            throw new IllegalArgumentException("a block number must be from 0: " + block);
        }
        return new SignatureVerifier(chain, OptionalLong.of(block));
    }

    /**
     * Returns whether {@code account} signed {@code digest}.
     *
     * @param signature at most 32,768 bytes; what they mean is the account's affair, so they may also be none
     * @return {@code account}; or refused with {@code SIGNATURE_MALFORMED} (no such signature can be of this kind of account),
     *     {@code WRONG_SIGNER} (another key signed, or over another digest), {@code CONTRACT_REFUSED} (the account's code does not accept it), or
     *     {@code WRAPPER_FAILED} (the factory of the wrapper did not deploy the account)
     * @throws LianboException if the chain does not answer
     */
    public Verdict<Address> verify(Hash32 digest, byte[] signature, Address account) {
        if (signature.length > LONGEST) {
            return malformed("must be at most " + LONGEST + " bytes: " + signature.length + " bytes");
        }
        if (isWrapped(signature)) {
            Tuple wrapper = unwrap(signature);
            return wrapper == null
                    ? malformed("ends as a wrapper of ERC-6492 does, and holds no factory, calldata and signature")
                    : ask(
                            digest,
                            wrapper.get(2),
                            account,
                            Address.of(wrapper.get(0).toString()),
                            wrapper.get(1));
        }
        byte[] code = block.isPresent() ? chain.code(account, block.getAsLong()) : chain.code(account);
        if (code.length == 0) {
            return verifyKey(digest, signature, account);
        }
        if (isDelegation(code) && verifyKey(digest, signature, account).isVerified()) {
            return Verdict.ok(account);
        }
        return ask(digest, signature, account, Address.ZERO, new byte[0]);
    }

    private static Verdict<Address> verifyKey(Hash32 digest, byte[] bytes, Address account) {
        Signature signature;
        try {
            signature = Signature.parse(bytes);
        } catch (IllegalArgumentException e) {
            return Verdict.refused("SIGNATURE_MALFORMED", String.valueOf(e.getMessage()));
        }
        return Secp256k1.verify(digest, signature, account).isVerified()
                ? Verdict.ok(account)
                : Verdict.refused("WRONG_SIGNER", "not a signature of " + account + " over " + digest);
    }

    private Verdict<Address> ask(
            Hash32 digest, byte[] signature, Address account, Address factory, byte[] factoryCalldata) {
        Object[] question = {account, digest, signature, factory, factoryCalldata};
        byte[] finding = block.isPresent()
                ? chain.evaluate(block.getAsLong(), VALIDATOR, question)
                : chain.evaluate(VALIDATOR, question);
        if (finding.length != 1) {
            throw unknown(finding);
        }
        return switch (finding[0]) {
            case ACCEPTED -> Verdict.ok(account);
            case REFUSED ->
                Verdict.refused(
                        "CONTRACT_REFUSED", "the code of " + account + " does not accept the signature over " + digest);
            case FACTORY_FAILED -> Verdict.refused("WRAPPER_FAILED", "the call of factory " + factory + " failed");
            case NO_CODE ->
                Verdict.refused("WRAPPER_FAILED", "factory " + factory + " left " + account + " without code");
            default -> throw unknown(finding);
        };
    }

    private static LianboException unknown(byte[] finding) {
        return new LianboException(
                LianboException.Code.RPC_BAD_RESPONSE,
                "the node answered the check of a signature with " + finding.length + " bytes that are no finding",
                true);
    }

    private static Verdict<Address> malformed(String why) {
        return Verdict.refused("SIGNATURE_MALFORMED", "signature " + why);
    }

    private static boolean isDelegation(byte[] code) {
        return code.length == DELEGATION_SIZE
                && Arrays.equals(code, 0, DELEGATION.length, DELEGATION, 0, DELEGATION.length);
    }

    private static boolean isWrapped(byte[] signature) {
        int start = signature.length - WRAPPER_MAGIC.length;
        return start >= 0 && Arrays.equals(signature, start, signature.length, WRAPPER_MAGIC, 0, WRAPPER_MAGIC.length);
    }

    /** Factory, calldata and signature. */
    private static @Nullable Tuple unwrap(byte[] signature) {
        try {
            return WRAPPER.decode(Arrays.copyOf(signature, signature.length - WRAPPER_MAGIC.length));
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return null;
        }
    }
}
