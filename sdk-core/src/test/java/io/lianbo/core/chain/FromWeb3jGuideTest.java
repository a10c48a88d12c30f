package io.lianbo.core.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.crypto.Keystore;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.PersonalMessage;
import io.lianbo.core.crypto.Secp256k1;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.follow.ChainEvent;
import io.lianbo.core.follow.CheckpointStore;
import io.lianbo.core.follow.EventFollower;
import io.lianbo.core.tx.Finality;
import io.lianbo.core.tx.JdbcTxJournal;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxIntent;
import io.lianbo.core.tx.TxJournal;
import io.lianbo.core.tx.TxRecord;
import io.lianbo.core.typeddata.Eip712Domain;
import io.lianbo.core.typeddata.StructType;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Sign;
import org.web3j.crypto.StructuredDataEncoder;
import org.web3j.crypto.WalletUtils;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.http.HttpService;
import org.web3j.utils.Convert;

/** What a user of web3j writes, beside what it becomes: the guide's snippets, each pair with the same outcome. */
@LocalChainTest
class FromWeb3jGuideTest {

    @Test
    void connectsReadsAndSends(LocalChain local, @TempDir Path folder) throws Exception {
        URI rpc = local.rpcUrl();
        String url = rpc.toString();
        LocalSigner merchant = Fixtures.signer(local, 0);
        Address viewer = Fixtures.signer(local, 1).address();
        Web3j web3j = Web3j.build(new HttpService(url));
        // @start region="connect"
        try (Chain chain = Chain.connect(rpc, new ChainId(31337))) { // refuses another chain
            Chain same = Web3jBridge.over(web3j, new ChainId(31337)); // or over the client that you have
            // @end
            assertThat(same.blockNumber()).isEqualTo(chain.blockNumber());
            Contract token = chain.deploy(merchant, Fixtures.TOKEN, "Tea Points", "TEA", 6)
                    .contract();
            token.send(merchant, "mint", viewer, 1_234_567);
            String address = token.address().toString();

            Function balanceOf = new Function(
                    "balanceOf",
                    List.of(new org.web3j.abi.datatypes.Address(viewer.toString())),
                    List.of(new TypeReference<Uint256>() {}));
            Transaction call = Transaction.createEthCallTransaction(null, address, FunctionEncoder.encode(balanceOf));
            String result =
                    web3j.ethCall(call, DefaultBlockParameterName.LATEST).send().getValue();
            Object theirs = FunctionReturnDecoder.decode(result, balanceOf.getOutputParameters())
                    .getFirst()
                    .getValue();
            // @start region="read"
            BigInteger balance = token.read("balanceOf", viewer).uint(0);
            // @end
            assertThat(balance).isEqualTo(theirs).isEqualTo(1_234_567);

            List<ContractCall> calls = List.of(token.call("balanceOf", viewer), token.call("totalSupply"));
            // @start region="read-many"
            List<AbiValues> values = chain.readAll(calls).stream()
                    .map(answer -> answer.value().orElseThrow())
                    .toList();
            // @end
            assertThat(values).allSatisfy(value -> assertThat(value.uint(0)).isEqualTo(1_234_567));

            TxJournal journal = JdbcTxJournal.sqlite(folder.resolve("transactions.db"));
            // @start region="send"
            try (TxClient client = TxClient.builder(chain, journal)
                    .lanes(merchant)
                    .finality(Finality.included())
                    .start()) {
                TxIntent reward = TxIntent.call("order-42/reward", token.call("mint", viewer, 500));
                TxRecord done = client.execute(reward, Duration.ofMinutes(1)).requireSucceeded();
                // @end
                assertThat(done.inclusion()).isPresent();
                assertThat(client.execute(reward, Duration.ofMinutes(1)).inclusion())
                        .isEqualTo(done.inclusion());
            }
            assertThat(token.read("balanceOf", viewer).uint(0)).isEqualTo(1_235_067);

            List<BigInteger> amounts = new ArrayList<>();
            // @start region="follow"
            EventFollower<?> follower = new EventFollower<>(
                    "rewards",
                    chain,
                    EventQuery.of(token, "Transfer"),
                    EventFollower.Options.from(1).withConfirmations(0),
                    CheckpointStore.inMemory(),
                    (change, checkpoint) -> {
                        switch (change) {
                            case ChainEvent.Delivered it ->
                                amounts.add(it.event().uint("amount"));
                            case ChainEvent.Retracted it ->
                                amounts.remove(it.event().uint("amount"));
                        }
                    });
            follower.poll();
            // @end
            assertThat(amounts).containsExactly(BigInteger.valueOf(1_234_567), BigInteger.valueOf(500));

            String error = "";
            // @start region="errors"
            try {
                token.send(merchant, "transferFrom", viewer, merchant.address(), 1);
            } catch (ContractRevertException refused) {
                error = refused.error().name(); // and its fields by name
            }
            // @end
            assertThat(error).isEqualTo("InsufficientAllowance");
        } finally {
            web3j.shutdown();
        }
    }

    @Test
    void opensTheSameKeystores(@TempDir Path folder) throws Exception {
        String password = "correct horse";
        Credentials credentials = Credentials.create("0x" + "%064x".formatted(77));
        String name = WalletUtils.generateWalletFile(password, credentials.getEcKeyPair(), folder.toFile(), false);
        Path file = folder.resolve(name);
        char[] secret = password.toCharArray();
        assertThat(WalletUtils.loadCredentials(password, file.toFile()).getAddress())
                .isEqualTo(credentials.getAddress());
        // @start region="keys"
        LocalSigner merchant = Keystore.load(file, secret); // a file of web3j or of geth
        // @end
        assertThat(merchant.address()).isEqualTo(Address.of(credentials.getAddress()));
        merchant.close();
        Files.delete(file);
        LocalSigner ours = LocalSigner.generate(new SecureRandom());
        Keystore.save(ours, file, secret, new SecureRandom());
        assertThat(Address.of(
                        WalletUtils.loadCredentials(password, file.toFile()).getAddress()))
                .isEqualTo(ours.address());
    }

    record Voucher(BigInteger tokenId, Address recipient) {}

    // @start region="type"
    static final StructType<Voucher> VOUCHER = StructType.<Voucher>named("Voucher")
            .uint(256, "tokenId", Voucher::tokenId)
            .address("recipient", Voucher::recipient)
            .build();

    // @end

    @Test
    void signsAlike() throws Exception {
        String key = "0x" + "%064x".formatted(77);
        Credentials credentials = Credentials.create(key);
        LocalSigner merchant = LocalSigner.fromPrivateKey(key);
        Address collection = Address.of("0x" + "c0".repeat(20));
        Address viewer = Address.of("0x" + "a1".repeat(20));
        Voucher voucher = new Voucher(BigInteger.TEN, viewer);
        // @start region="message"
        Signature signature = merchant.signMessage("the show starts");
        boolean isMerchants = Secp256k1.verify(PersonalMessage.digest("the show starts"), signature, merchant.address())
                .isVerified();
        // @end
        assertThat(isMerchants).isTrue();
        assertThat(signature.bytes())
                .isEqualTo(bytes(Sign.signPrefixedMessage(
                        "the show starts".getBytes(StandardCharsets.UTF_8), credentials.getEcKeyPair())));

        // @start region="typed"
        Eip712Domain domain = Eip712Domain.of("Tea Shop", "1", new ChainId(1), collection);
        Signature signed = VOUCHER.sign(merchant, domain, voucher);
        // @end
        String json = """
                {"types": {"EIP712Domain": [{"name": "name", "type": "string"}, {"name": "version", "type": "string"},
                  {"name": "chainId", "type": "uint256"}, {"name": "verifyingContract", "type": "address"}],
                  "Voucher": [{"name": "tokenId", "type": "uint256"}, {"name": "recipient", "type": "address"}]},
                 "primaryType": "Voucher",
                 "domain": {"name": "Tea Shop", "version": "1", "chainId": 1, "verifyingContract": "%s"},
                 "message": {"tokenId": "10", "recipient": "%s"}}""".formatted(collection, viewer);
        assertThat(VOUCHER.digest(domain, voucher).bytes())
                .isEqualTo(new StructuredDataEncoder(json).hashStructuredData());
        assertThat(signed.bytes()).isEqualTo(bytes(Sign.signTypedData(json, credentials.getEcKeyPair())));
    }

    @Test
    void countsAlike() {
        // @start region="amounts"
        TokenAmount price = TokenAmount.parse("0.0123", Token.nativeCoin("ETH"));
        BigInteger wei = price.units();
        // @end
        assertThat(wei).isEqualTo(Convert.toWei("0.0123", Convert.Unit.ETHER).toBigIntegerExact());
    }

    private static byte[] bytes(Sign.SignatureData signature) {
        HexFormat hex = HexFormat.of();
        return hex.parseHex(
                hex.formatHex(signature.getR()) + hex.formatHex(signature.getS()) + hex.formatHex(signature.getV()));
    }
}
