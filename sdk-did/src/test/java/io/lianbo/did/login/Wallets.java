package io.lianbo.did.login;

import com.esaulpaugh.headlong.abi.Function;
import com.esaulpaugh.headlong.abi.Tuple;
import com.esaulpaugh.headlong.abi.TupleType;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.crypto.Keccak256;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.testkit.LocalChain;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Smart accounts on the local chain, deployed or yet to be. */
final class Wallets {
    static final Hash32 SALT = Hash32.ZERO;

    private static final byte[] MAGIC = Hex.decode("0x" + "6492".repeat(16));
    private static final TupleType<Tuple> WRAPPER = TupleType.parse("(address,bytes,bytes)");

    private final Chain chain;
    private final LocalSigner deployer;
    private final Contract factory;

    Wallets(LocalChain local, Chain chain) {
        this.chain = chain;
        this.deployer = signer(local, 0);
        this.factory = chain.deploy(deployer, artifact("TestWalletFactory")).contract();
    }

    static Chain connect(LocalChain local) {
        return Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
    }

    static LocalSigner signer(LocalChain local, int account) {
        return LocalSigner.fromPrivateKey(local.accounts().get(account).privateKey());
    }

    private static ContractArtifact artifact(String name) {
        return ContractArtifact.load(LocalChain.class, "/io/lianbo/testkit/" + name + ".json");
    }

    /** A wallet that is there. */
    Address deployed(LocalSigner owner) {
        return chain.deploy(deployer, artifact("TestWallet"), owner.address())
                .contract()
                .address();
    }

    Address factory() {
        return factory.address();
    }

    /** Where the factory's wallet of an owner is or will be. */
    Address address(LocalSigner owner) {
        return factory.read("walletOf", owner.address(), SALT).address(0);
    }

    /** Lets the factory deploy it. */
    void deploy(LocalSigner owner) {
        factory.send(deployer, "deploy", owner.address(), SALT);
    }

    void hand(Address wallet, LocalSigner from, LocalSigner to) {
        chain.contract(wallet, artifact("TestWallet")).send(from, "setOwner", to.address());
    }

    /** The call of the factory that deploys the wallet of an owner. */
    static byte[] deployment(LocalSigner owner) {
        return Function.parse("deploy(address,bytes32)")
                .encodeCall(Tuple.of(abi(owner.address()), SALT.bytes()))
                .array();
    }

    /** A signature with the way to deploy its wallet (ERC-6492). */
    static byte[] wrap(Address factory, byte[] calldata, byte[] signature) {
        ByteBuffer fields = WRAPPER.encode(Tuple.of(abi(factory), calldata, signature));
        return ByteBuffer.allocate(fields.remaining() + MAGIC.length)
                .put(fields)
                .put(MAGIC)
                .array();
    }

    /** The signature in a wrapper, or the signature itself. */
    static byte[] unwrap(byte[] signature) {
        int end = signature.length - MAGIC.length;
        if (end < 0 || !Arrays.equals(signature, end, signature.length, MAGIC, 0, MAGIC.length)) {
            return signature;
        }
        return WRAPPER.decode(Arrays.copyOf(signature, end)).get(2);
    }

    /** Code that returns the magic value of ERC-1271 where the hash of what it is asked is that of this text and this signature. */
    static String accepting(String text, byte[] signature) {
        String prefixed = "\u0019Ethereum Signed Message:\n" + text.length() + text; // ASCII
        Hash32 digest = Keccak256.hash(prefixed.getBytes(StandardCharsets.US_ASCII));
        byte[] question = Function.parse("isValidSignature(bytes32,bytes)")
                .encodeCall(Tuple.of(digest.bytes(), unwrap(signature)))
                .array();
        String expected = Keccak256.hash(question).toString().substring(2);
        return "0x365f5f37365f207f" + expected + "14602d57005b631626ba7e60e01b5f5260205ff3";
    }

    private static com.esaulpaugh.headlong.abi.Address abi(Address address) {
        return com.esaulpaugh.headlong.abi.Address.wrap(address.toString());
    }
}
