package io.lianbo.nft.airdrop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.lianbo.core.AccountId;
import io.lianbo.core.Address;
import io.lianbo.core.ChainId;
import io.lianbo.core.Hash32;
import io.lianbo.core.LianboException;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.core.chain.ContractRevertException;
import io.lianbo.core.chain.Receipt;
import io.lianbo.core.crypto.LocalSigner;
import io.lianbo.core.crypto.Signer;
import io.lianbo.core.tx.Finality;
import io.lianbo.core.tx.TxClient;
import io.lianbo.core.tx.TxIntent;
import io.lianbo.core.tx.TxJournal;
import io.lianbo.core.tx.TxRecord;
import io.lianbo.core.tx.TxState;
import io.lianbo.nft.BadgeCollection;
import io.lianbo.nft.CollectionConfig;
import io.lianbo.nft.CollectionFactory;
import io.lianbo.nft.VoucherCollection;
import io.lianbo.nft.VoucherIssuer;
import io.lianbo.nft.VoucherList;
import io.lianbo.testkit.LocalChain;
import io.lianbo.testkit.LocalChainTest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Any number of recipients, in transactions that a chain takes, once each. */
@LocalChainTest
class AirdropPlannerTest {

    private static final AccountId SOMEWHERE =
            new AccountId(new ChainId(8453), Address.of("0x00000000000000000000000000000000000000cc"));
    private static final AirdropPlanner PLANNER = AirdropPlanner.named("show-7");

    private final Signer brand;
    private final Signer host;
    private final LocalChain local;

    private Chain chain;
    private BadgeCollection badges;

    AirdropPlannerTest(LocalChain local) {
        this.local = local;
        this.brand = LocalSigner.fromPrivateKey(local.accounts().get(0).privateKey());
        this.host = LocalSigner.fromPrivateKey(local.accounts().get(1).privateKey());
    }

    @BeforeEach
    void deployTheCollection() {
        chain = Chain.connect(local.rpcUrl(), new ChainId(local.chainId()));
        badges = BadgeCollection.deploy(
                chain,
                brand,
                BadgeCollection.Config.of("Show", "SHOW", brand.address()).withMinter(host.address()));
    }

    @AfterEach
    void disconnect() {
        chain.close();
    }

    @Test
    void happensOnceHoweverOftenItIsHandedIn() {
        List<Address> audience = people(1, 3_000);
        TxJournal journal = TxJournal.inMemory();
        // @start region="plan"
        AirdropPlan<BadgeChunk> plan =
                AirdropPlanner.named("show-2026-11-11").badges(badges.id(), audience, Duplicates.REFUSE);
        // airdrop show-2026-11-11: 3000 recipients in 3 transactions, ...
        // @end region="plan"
        assertThat(plan)
                .hasToString("airdrop show-2026-11-11: 3000 recipients in 3 transactions, " + plan.gas() + " gas");
        // @start region="send"
        try (TxClient client = TxClient.builder(chain, journal)
                .lanes(host)
                .finality(Finality.included())
                .start()) {
            List<TxIntent> intents =
                    plan.chunks().stream().map(chunk -> chunk.intent(badges)).toList();
            client.submitAll(intents); // again after a crash: the same intents, not second ones
            List<TxRecord> done =
                    client.awaitAll(intents.stream().map(TxIntent::key).toList(), Duration.ofMinutes(1));
            // @end region="send"
            assertThat(done).extracting(TxRecord::state).containsOnly(TxState.SUCCEEDED);
            client.submitAll(replanned(audience).chunks().stream()
                    .map(chunk -> chunk.intent(badges))
                    .toList());
            client.awaitAll(intents.stream().map(TxIntent::key).toList(), Duration.ofMinutes(1));
        }
        assertThat(badges.totalMinted()).isEqualTo(3_000);
        for (int i = 0; i < 3_000; i += 271) {
            assertThat(badges.balanceOf(audience.get(i))).isEqualTo(1);
        }
    }

    @Test
    void happensOnceEvenIfTheJournalIsLost() {
        AirdropPlan<BadgeChunk> plan = PLANNER.badges(badges.id(), people(2, 40), Duplicates.REFUSE);
        BadgeChunk chunk = plan.chunks().getFirst();
        badges.mintOnce(host, chunk.key(), chunk.recipients());

        try (TxClient client = TxClient.builder(chain, TxJournal.inMemory())
                .lanes(host)
                .finality(Finality.included())
                .explain(artifact())
                .start()) {
            TxRecord record = client.execute(chunk.intent(badges), Duration.ofMinutes(1));
            assertThat(record.state()).isEqualTo(TxState.FAILED);
            assertThat(record.problem().orElseThrow().toString()).contains("AlreadyMinted");
        }
        assertThat(badges.totalMinted()).isEqualTo(40);
    }

    @Test
    void refusesAListThatWasChangedUnderAnOldName() {
        List<Address> people = people(3, 40);
        TxIntent first = PLANNER.badges(badges.id(), people, Duplicates.REFUSE)
                .chunks()
                .getFirst()
                .intent(badges);
        TxIntent changed = PLANNER.badges(badges.id(), people.subList(0, 39), Duplicates.REFUSE)
                .chunks()
                .getFirst()
                .intent(badges);
        try (TxClient client = TxClient.builder(chain, TxJournal.inMemory())
                .lanes(host)
                .finality(Finality.included())
                .start()) {
            client.execute(first, Duration.ofMinutes(1)).requireSucceeded();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> client.submit(changed))
                    .withMessageContaining(first.key());
        }
        assertThat(badges.totalMinted()).isEqualTo(40);
    }

    @Test
    void isForOneCollection() {
        BadgeChunk chunk = PLANNER.badges(SOMEWHERE, people(1, 1), Duplicates.REFUSE)
                .chunks()
                .getFirst();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> chunk.intent(badges))
                .withMessage("the airdrop is planned for " + SOMEWHERE + ", this is " + badges.id());
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "7", "50", "100", "511", "1228"})
    void usesAtMostTheGasPlannedAndHardlyLess(int recipients) {
        BadgeCollection clone = cloneOfTheCollection();
        for (BadgeCollection collection : List.of(badges, clone)) {
            for (Signer minter : List.of(host, brand)) {
                AirdropPlan<BadgeChunk> plan = AirdropPlanner.named("gas-" + minter.address())
                        .badges(collection.id(), people(recipients, recipients), Duplicates.REFUSE);
                assertThat(plan.chunks()).hasSize(1);
                BadgeChunk chunk = plan.chunks().getFirst();

                // with no more gas than planned, also where a 64th of it stays behind twice
                Receipt receipt = collection
                        .mintOnceCall(chunk.key(), chunk.recipients())
                        .gasLimit(chunk.gasLimit())
                        .send(minter);

                assertThat(chunk.gas())
                        .as("%s recipients of %s by %s", recipients, collection, minter.address())
                        .isBetween(receipt.gasUsed(), receipt.gasUsed() * (recipients == 1 ? 106 : 105) / 100);
                assertThat(collection
                                .mintOnceCall(chunk.key(), chunk.recipients())
                                .data())
                        .hasSize(2 + 2 * chunk.callDataBytes());
            }
        }
    }

    @Test
    void makesTheSamePlanOfTheSameRecipientsInAnyOrder() {
        List<Address> people = people(7, 5_000);
        AirdropPlan<BadgeChunk> plan = PLANNER.badges(SOMEWHERE, people, Duplicates.REFUSE);
        Collections.shuffle(people, new Random(8));

        assertThat(PLANNER.badges(SOMEWHERE, people, Duplicates.REFUSE)).isEqualTo(plan);
        assertThat(plan.recipients()).isEqualTo(5_000);
        assertThat(plan.chunks())
                .extracting(chunk -> chunk.recipients().size())
                .containsExactly(1228, 1228, 1228, 1228, 88);
        assertThat(plan.chunks().stream().flatMap(chunk -> chunk.recipients().stream()))
                .isSorted()
                .containsExactlyInAnyOrderElementsOf(people);
        assertThat(plan.chunks()).extracting(BadgeChunk::index).containsExactly(0, 1, 2, 3, 4);
        assertThat(plan.chunks()).extracting(BadgeChunk::key).doesNotHaveDuplicates();
        assertThat(plan.chunks().get(2).intentKey()).isEqualTo("airdrop/show-7/" + SOMEWHERE.address() + "/2");
    }

    @Test
    void hasTheHashThatItHadBefore() {
        List<Address> two = List.of(address(2), address(1));

        assertThat(PLANNER.badges(SOMEWHERE, two, Duplicates.REFUSE).hash())
                .isEqualTo(Hash32.of("0x407c19c9adc8c947b5b27b1c0eef7a7a780e145741b6b456c66a4ca2426309fc"));
        assertThat(PLANNER.voucherLists(SOMEWHERE, BigInteger.TEN, two, Duplicates.REFUSE)
                        .hash())
                .isEqualTo(Hash32.of("0x66f59cfbcf1dc6f195fee434d6ae1113e45f8cc25eeef7b987416b017a953a27"));
    }

    @Test
    void isAnotherPlanWhereAnythingDiffers() {
        List<Address> people = people(9, 3_000);
        Set<Hash32> hashes = new HashSet<>();
        AccountId otherChain = new AccountId(new ChainId(1), SOMEWHERE.address());
        AccountId otherCollection = new AccountId(SOMEWHERE.chainId(), address(0xdd));
        AirdropLimits narrow = AirdropLimits.ethereum().withCodeBytes(10_001);

        hashes.add(PLANNER.badges(SOMEWHERE, people, Duplicates.REFUSE).hash());
        hashes.add(PLANNER.badges(SOMEWHERE, people.subList(1, 3_000), Duplicates.REFUSE)
                .hash());
        hashes.add(PLANNER.badges(otherChain, people, Duplicates.REFUSE).hash());
        hashes.add(PLANNER.badges(otherCollection, people, Duplicates.REFUSE).hash());
        hashes.add(PLANNER.withLimits(narrow)
                .badges(SOMEWHERE, people, Duplicates.REFUSE)
                .hash());
        hashes.add(AirdropPlanner.named("show-8")
                .badges(SOMEWHERE, people, Duplicates.REFUSE)
                .hash());
        hashes.add(PLANNER.voucherLists(SOMEWHERE, BigInteger.ZERO, people, Duplicates.REFUSE)
                .hash());
        hashes.add(PLANNER.voucherLists(SOMEWHERE, BigInteger.ONE, people, Duplicates.REFUSE)
                .hash());
        hashes.add(PLANNER.voucherLists(SOMEWHERE, BigInteger.ONE, people.reversed(), Duplicates.REFUSE)
                .hash());

        assertThat(hashes).hasSize(9);
    }

    @Test
    void refusesOrReportsWhoIsNamedTwice() {
        List<Address> named = List.of(address(5), address(3), address(5), address(9), address(3), address(5));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLANNER.badges(SOMEWHERE, named, Duplicates.REFUSE))
                .withMessage("an airdrop names each recipient once: " + address(5) + " is at 0 and at 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLANNER.voucherLists(SOMEWHERE, BigInteger.ONE, named, Duplicates.REFUSE));

        AirdropPlan<BadgeChunk> plan = PLANNER.badges(SOMEWHERE, named, Duplicates.SKIP);
        assertThat(plan.chunks().getFirst().recipients()).containsExactly(address(3), address(5), address(9));
        assertThat(plan.duplicates())
                .containsExactly(
                        new AirdropPlan.Duplicate(address(5), 0, 2),
                        new AirdropPlan.Duplicate(address(3), 1, 4),
                        new AirdropPlan.Duplicate(address(5), 0, 5));
        AirdropPlan<VoucherListChunk> lists = PLANNER.voucherLists(SOMEWHERE, BigInteger.ONE, named, Duplicates.SKIP);
        assertThat(lists.chunks().getFirst().recipients()).containsExactly(address(5), address(3), address(9));
        assertThat(lists.duplicates()).isEqualTo(plan.duplicates());
    }

    @Test
    void givesVoucherListsIdsThatRunOnInTheOrderOfTheInput() {
        List<Address> people = people(11, 1_000);
        BigInteger first = BigInteger.valueOf(2026);

        AirdropPlan<VoucherListChunk> plan = PLANNER.voucherLists(SOMEWHERE, first, people, Duplicates.REFUSE);

        BigInteger next = first;
        for (VoucherListChunk chunk : plan.chunks()) {
            assertThat(chunk.firstTokenId()).isEqualTo(next);
            assertThat(chunk.gasLimit()).isLessThanOrEqualTo(16_777_216);
            next = next.add(BigInteger.valueOf(chunk.recipients().size()));
        }
        assertThat(plan.chunks()).hasSize(3);
        assertThat(plan.chunks().getFirst().recipients()).hasSizeBetween(335, 350);
        assertThat(plan.chunks().stream().flatMap(chunk -> chunk.recipients().stream()))
                .containsExactlyElementsOf(people);
        assertThat(PLANNER.voucherLists(SOMEWHERE, first, people, Duplicates.REFUSE))
                .isEqualTo(plan);
    }

    @Test
    void leavesNoIdBeyondTheLast() {
        BigInteger last = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
        List<Address> two = List.of(address(1), address(2));

        assertThat(PLANNER.voucherLists(SOMEWHERE, last, two.subList(0, 1), Duplicates.REFUSE)
                        .recipients())
                .isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLANNER.voucherLists(SOMEWHERE, last, two, Duplicates.REFUSE))
                .withMessageStartingWith("token ids must be 0 to 2^256-1: " + last);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLANNER.voucherLists(SOMEWHERE, BigInteger.ONE.negate(), two, Duplicates.REFUSE))
                .withMessageStartingWith("token ids must be 0 to 2^256-1: -1");
    }

    /** The plan covers a clone, an added signer, and rows that may be passed over; a list without them takes a little less. */
    @ParameterizedTest
    @CsvSource({"2", "10", "100", "335"})
    void usesAtMostTheGasPlannedForAListAndHardlyLess(int recipients) {
        CollectionConfig config =
                CollectionConfig.of("Tea", "TEA", brand.address()).withVoucherSigner(host.address());
        VoucherCollection direct = VoucherCollection.deploy(chain, brand, config);
        VoucherCollection clone = CollectionFactory.deploy(chain, brand).createVouchers(brand, config, Hash32.ZERO);
        clone.addVoucherSigner(brand, brand.address());
        BigInteger first = BigInteger.valueOf(2_000);

        for (boolean dearest : List.of(false, true)) {
            VoucherCollection collection = dearest ? clone : direct;
            AirdropPlan<VoucherListChunk> plan =
                    PLANNER.voucherLists(collection.id(), first, people(13, recipients), Duplicates.REFUSE);
            assertThat(plan.chunks()).hasSize(1);
            VoucherListChunk chunk = plan.chunks().getFirst();
            Instant closing = local.timestamp().plus(Duration.ofHours(1));
            ContractCall call = collection.redeemListCall(
                    new VoucherIssuer(dearest ? brand : host, collection.id())
                            .issue(VoucherList.of(chunk.firstTokenId(), chunk.recipients(), closing, 0)),
                    dearest);

            Receipt receipt = call.gasLimit(chunk.gasLimit()).send(host);

            assertThat(chunk.gas())
                    .as("%s recipients of %s", recipients, collection)
                    .isBetween(receipt.gasUsed(), receipt.gasUsed() * 106 / 100);
            assertThat(call.data().length()).isLessThanOrEqualTo(2 + 2 * chunk.callDataBytes());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "16777216, 24576, 130048, 1228",
        "16777216, 24561, 130048, 1228",
        "16777216, 24560, 130048, 1227",
        "16777216, 24576, 39395, 1227",
        "16777216, 24576, 39396, 1228",
        "1000000, 24576, 130048, 137",
        "16777216, 21, 130048, 1",
        "16777216, 24576, 1024, 28",
        "109000, 24576, 130048, 1"
    })
    void keepsEveryLimit(long gas, int codeBytes, int callDataBytes, int largest) {
        List<Address> people = people(17, 1_500);
        AirdropLimits limits =
                AirdropLimits.ethereum().withGas(gas).withCodeBytes(codeBytes).withCallDataBytes(callDataBytes);

        AirdropPlan<BadgeChunk> plan = PLANNER.withLimits(limits).badges(SOMEWHERE, people, Duplicates.REFUSE);

        assertThat(plan.recipients()).isEqualTo(1_500);
        assertThat(plan.chunks().stream()
                        .mapToInt(chunk -> chunk.recipients().size())
                        .max())
                .hasValue(largest);
        assertThat(plan.chunks()).allSatisfy(chunk -> {
            assertThat(chunk.gasLimit()).isLessThanOrEqualTo(gas);
            assertThat(1 + 20 * chunk.recipients().size()).isLessThanOrEqualTo(codeBytes);
            assertThat(chunk.callDataBytes()).isLessThanOrEqualTo(callDataBytes);
        });
    }

    @Test
    void refusesWhatCannotBePlanned() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLANNER.badges(SOMEWHERE, List.of(), Duplicates.SKIP))
                .withMessage("an airdrop needs one recipient or more: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLANNER.badges(SOMEWHERE, List.of(address(1), Address.ZERO), Duplicates.SKIP))
                .withMessage("the recipient at 1 must not be the zero address");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PLANNER.withLimits(AirdropLimits.ethereum().withGas(90_000))
                        .badges(SOMEWHERE, List.of(address(1)), Duplicates.SKIP))
                .withMessageStartingWith("the limits must allow one recipient, which takes ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AirdropLimits.ethereum().withGas(20_999))
                .withMessage("an airdrop needs 21000 gas or more: 20999");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AirdropLimits.ethereum().withCodeBytes(20))
                .withMessage("an airdrop needs 21 bytes of code or more: 20");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AirdropLimits.ethereum().withCallDataBytes(1_023))
                .withMessage("an airdrop needs 1024 bytes of call data or more: 1023");
        for (String name : List.of("", "two words", "Café", "x".repeat(101))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> AirdropPlanner.named(name))
                    .withMessageContaining("1 to 100 visible ASCII characters, not " + name.length());
        }
    }

    @Test
    void saysWhenTheChainRefusesTheSameChunkTwice() {
        BadgeChunk chunk = PLANNER.badges(badges.id(), people(19, 5), Duplicates.REFUSE)
                .chunks()
                .getFirst();
        badges.mintOnce(host, chunk.key(), chunk.recipients());

        assertThatExceptionOfType(ContractRevertException.class)
                .isThrownBy(() -> badges.mintOnce(host, chunk.key(), chunk.recipients()))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(LianboException.Code.CALL_REVERTED);
                    assertThat(e.error().fields()).containsEntry("key", chunk.key());
                });
    }

    private AirdropPlan<BadgeChunk> replanned(List<Address> audience) {
        List<Address> otherwise = new ArrayList<>(audience);
        Collections.shuffle(otherwise, new Random(5));
        return AirdropPlanner.named("show-2026-11-11").badges(badges.id(), otherwise, Duplicates.REFUSE);
    }

    /** An ERC-1167 clone, configured as the collection is. */
    private BadgeCollection cloneOfTheCollection() {
        String code = "0x3d602d80600a3d3981f3363d3d373d3d3d363d73"
                + badges.id().address().toString().substring(2) + "5af43d82803e903d91602b57fd5bf3";
        ContractArtifact proxy = ContractArtifact.parse(
                "{\"contractName\":\"Clone\",\"sourceName\":\"Clone.sol\",\"compiler\":{\"version\":\"none\"},\"abi\":[],\"bytecode\":\""
                        + code + "\"}");
        BadgeCollection clone =
                BadgeCollection.at(chain, chain.deploy(brand, proxy).contract().address());
        List<Object> config =
                List.of("Clone", "CLN", "", "", brand.address(), host.address(), brand.address(), 0, false);
        clone.contract().send(brand, "initialize", config);
        return clone;
    }

    private static ContractArtifact artifact() {
        return ContractArtifact.load(BadgeCollection.class, "/io/lianbo/nft/BadgeCollection.json");
    }

    private static List<Address> people(long seed, int size) {
        Random random = new Random(seed);
        return new ArrayList<>(IntStream.range(0, size)
                .mapToObj(i -> {
                    byte[] bytes = new byte[Address.SIZE];
                    random.nextBytes(bytes);
                    return Address.of(bytes);
                })
                .toList());
    }

    private static Address address(int last) {
        byte[] bytes = new byte[Address.SIZE];
        bytes[Address.SIZE - 1] = (byte) last;
        return Address.of(bytes);
    }
}
