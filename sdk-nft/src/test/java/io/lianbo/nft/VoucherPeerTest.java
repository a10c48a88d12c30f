package io.lianbo.nft;

import static org.assertj.core.api.Assertions.assertThat;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.Hex;
import io.lianbo.core.Token;
import io.lianbo.core.TokenAmount;
import io.lianbo.core.Verdict;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signature;
import io.lianbo.core.json.StrictJson;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import io.lianbo.testsupport.NodePeer;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ours, {@code viem} of npm and the contract hash vouchers alike, and each takes what the other signed. */
@LocalChainTest
class VoucherPeerTest {
    private final LocalChain local;
    private final LocalSigner host;
    private final String hostKey;
    private Chain chain;
    private VoucherCollection collection;
    private VoucherIssuer issuer;

    VoucherPeerTest(LocalChain local) {
        this.local = local;
        this.hostKey = local.accounts().get(1).privateKey();
        this.host = LocalSigner.fromPrivateKey(hostKey);
    }

    @BeforeEach
    void deploy() {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        LocalSigner brand = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        collection = VoucherCollection.deploy(
                chain,
                brand,
                CollectionConfig.of("Spring Tea", "TEA", brand.address()).withVoucherSigner(host.address()));
        issuer = new VoucherIssuer(host, collection.id());
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    private static Map<String, Object> message(Voucher voucher) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("tokenId", voucher.tokenId().toString());
        message.put("recipient", voucher.recipient().orElse(Address.ZERO).toString());
        message.put("currency", voucher.currency().toString());
        message.put("price", voucher.price().toString());
        message.put("validFrom", Long.toString(voucher.validFrom().getEpochSecond()));
        message.put("validUntil", Long.toString(voucher.validUntil().getEpochSecond()));
        message.put("epoch", voucher.epoch());
        message.put("minTier", voucher.minTier());
        message.put("maxPerBuyer", voucher.maxPerBuyer());
        message.put("soulbound", voucher.soulbound());
        return message;
    }

    private static Map<String, Object> message(VoucherList list) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("firstTokenId", list.firstTokenId().toString());
        message.put(
                "recipients", list.recipients().stream().map(Address::toString).toList());
        message.put("validFrom", Long.toString(list.validFrom().getEpochSecond()));
        message.put("validUntil", Long.toString(list.validUntil().getEpochSecond()));
        message.put("epoch", list.epoch());
        message.put("soulbound", list.soulbound());
        return message;
    }

    private List<?> ask(String action, List<Map<String, Object>> messages, Map<String, Object> more) {
        Map<String, Object> question = new LinkedHashMap<>(more);
        question.put("action", action);
        question.put("chainId", local.chainId());
        question.put("collection", collection.id().address().toString());
        question.put("messages", messages);
        return (List<?>) StrictJson.parseObject(NodePeer.ask("voucher-peer.mjs", StrictJson.write(question)))
                .get("answers");
    }

    @Test
    void threeHashVouchersAlike() {
        Random random = new Random(20261111);
        List<Voucher> vouchers =
                Stream.generate(() -> Samples.random(random)).limit(500).toList();
        List<String> ours = vouchers.stream()
                .map(voucher -> voucher.digest(collection.id()).toString())
                .toList();
        List<String> contracts = chain
                .readAll(vouchers.stream().map(collection::voucherDigestCall).toList())
                .stream()
                .map(answer -> answer.value().orElseThrow().hash(0))
                .map(Hash32::toString)
                .toList();
        List<?> viems =
                ask("hash", vouchers.stream().map(VoucherPeerTest::message).toList(), Map.of());

        assertThat(ours).doesNotHaveDuplicates().hasSize(500).isEqualTo(contracts);
        assertThat(viems).isEqualTo(ours);
    }

    @Test
    void threeHashListsAlike() {
        Random random = new Random(7);
        List<VoucherList> lists =
                Stream.generate(() -> Samples.randomList(random)).limit(100).toList();
        List<?> viems = ask("hash", lists.stream().map(VoucherPeerTest::message).toList(), Map.of());
        for (int i = 0; i < lists.size(); i++) {
            Hash32 ours = lists.get(i).digest(collection.id());
            assertThat(viems.get(i)).isEqualTo(ours.toString());
            assertThat(collection.voucherListDigest(lists.get(i))).isEqualTo(ours);
        }
    }

    @Test
    void viemVerifiesWhatWeSigned() {
        Random random = new Random(8);
        List<Voucher> vouchers =
                Stream.generate(() -> Samples.random(random)).limit(50).toList();
        VoucherList list = Samples.randomList(random);
        List<Map<String, Object>> messages =
                new ArrayList<>(vouchers.stream().map(VoucherPeerTest::message).toList());
        messages.add(message(list));
        List<String> signatures = new ArrayList<>(vouchers.stream()
                .map(voucher -> key(issuer.issue(voucher).signature()))
                .toList());
        signatures.add(key(issuer.issue(list).signature()));

        Map<String, Object> ours = Map.of("signer", host.address().toString(), "signatures", signatures);
        assertThat(ask("verify", messages, ours)).hasSize(51).allMatch(Boolean.TRUE::equals);
        Map<String, Object> others = Map.of("signer", Samples.STRANGER.address().toString(), "signatures", signatures);
        assertThat(ask("verify", messages, others)).hasSize(51).allMatch(Boolean.FALSE::equals);
    }

    private static String key(VoucherSignature signature) {
        return signature.ofKey().orElseThrow().toString();
    }

    @Test
    void weRedeemWhatViemSigned() {
        Voucher one =
                Voucher.gift(BigInteger.ONE, Samples.VIEWER, local.timestamp().plus(Duration.ofHours(1)), 0);
        Voucher two = one.withTokenId(BigInteger.TWO)
                .withPrice(new TokenAmount(BigInteger.TEN, Token.nativeCoin("ETH")))
                .withValidity(local.timestamp(), local.timestamp().plus(Duration.ofHours(1)))
                .withMaxPerBuyer(2)
                .withSoulbound(true);
        VoucherList three = VoucherList.of(
                BigInteger.TEN,
                IntStream.range(0, 3).mapToObj(i -> Samples.VIEWER).toList(),
                local.timestamp().plus(Duration.ofHours(1)),
                0);
        List<?> signatures =
                ask("sign", List.of(message(one), message(two), message(three)), Map.of("privateKey", hostKey));

        for (int i = 0; i < 2; i++) {
            SignedVoucher signed = new SignedVoucher(
                    collection.id(), i == 0 ? one : two, VoucherSignature.parse((String) signatures.get(i)));
            assertThat(collection.verify(signed, host.address())).isEqualTo(Verdict.ok(signed));
            collection.redeem(host, signed);
        }
        VoucherSignature last = VoucherSignature.of(Signature.parse(Hex.decode((String) signatures.get(2))));
        collection.redeemList(host, new SignedVoucherList(collection.id(), three, last), false);

        assertThat(collection.redemptionsOf(Samples.VIEWER)).isEqualTo(5);
        assertThat(collection.isLocked(BigInteger.TWO)).isTrue();
        // both sign alike (RFC 6979)
        assertThat(key(issuer.issue(two).signature())).isEqualTo(signatures.get(1));
        AccountId elsewhere = new AccountId(new ChainId(1), collection.id().address());
        assertThat(key(new VoucherIssuer(host, elsewhere).issue(two).signature()))
                .isNotEqualTo(signatures.get(1));
    }
}
