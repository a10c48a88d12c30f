package io.lianbo.nft;

import io.lianbo.core.Address;
import io.lianbo.core.Hash32;
import io.lianbo.core.Verdict;
import io.lianbo.core.Verdict.Reason;
import io.lianbo.core.account.SignatureVerifier;
import io.lianbo.core.chain.AbiValues;
import io.lianbo.core.chain.Chain;
import io.lianbo.core.chain.Contract;
import io.lianbo.core.chain.ContractArtifact;
import io.lianbo.core.chain.ContractCall;
import io.lianbo.nft.internal.Answers;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the chain once about all that can speak against vouchers: first what concerns the collection and each token, then, for those signed well, the
 * membership and the currencies, and at last tries out those against which nothing speaks.
 */
final class LiveCheck {

    private static final ContractArtifact ERC20 = view("ERC20", """
            {"type": "function", "name": "balanceOf", "stateMutability": "view",
             "inputs": [{"name": "account", "type": "address"}], "outputs": [{"name": "", "type": "uint256"}]},
            {"type": "function", "name": "allowance", "stateMutability": "view",
             "inputs": [{"name": "owner", "type": "address"}, {"name": "spender", "type": "address"}],
             "outputs": [{"name": "", "type": "uint256"}]}""");

    private static final ContractArtifact MEMBERSHIP = view("IMembership", """
            {"type": "function", "name": "tierOf", "stateMutability": "view",
             "inputs": [{"name": "account", "type": "address"}], "outputs": [{"name": "", "type": "uint8"}]}""");

    private static ContractArtifact view(String name, String functions) {
        return ContractArtifact.parse("""
                {"contractName": "%s", "sourceName": "", "compiler": {"version": ""}, "abi": [%s], "bytecode": "0x"}
                """.formatted(name, functions));
    }

    private final VoucherRedeemer collection;
    private final Chain chain;
    private final Contract contract;
    private final Map<Address, Boolean> hasCode = new HashMap<>();

    LiveCheck(VoucherRedeemer collection) {
        this.collection = collection;
        this.chain = collection.chain();
        this.contract = collection.contract();
    }

    /** Calls that are made together. */
    private final class Reads {
        private final List<ContractCall> calls = new ArrayList<>();
        private List<Verdict<AbiValues>> answers = List.of();

        int add(ContractCall call) {
            calls.add(call);
            return calls.size() - 1;
        }

        void run() {
            answers = chain.readAll(calls);
        }

        Verdict<AbiValues> verdict(int index) {
            return answers.get(index);
        }

        AbiValues get(int index) {
            return Answers.required(answers.get(index));
        }

        List<AbiValues> get(List<Integer> indices) {
            return indices.stream().map(this::get).toList();
        }
    }

    /** What holds for the whole collection. */
    private record State(
            Instant now, Address signer, long epoch, boolean paused, long maxTokenId, Address membership) {}

    private static final int STATES = 5;

    private void addState(Reads reads) {
        for (String view : List.of("voucherSigner", "epoch", "paused", "maxTokenId", "membership")) {
            reads.add(contract.call(view));
        }
    }

    private State state(Reads reads) {
        return new State(
                chain.timestamp(),
                reads.get(0).address(0),
                reads.get(1).uint(0).longValueExact(),
                reads.get(2).bool(0),
                reads.get(3).uint(0).longValueExact(),
                reads.get(STATES - 1).address(0));
    }

    /** One voucher, where its answers are, and what speaks against it. */
    private final class Subject {
        private final SignedVoucher signed;
        private final Voucher voucher;
        private final Address buyer;
        private final Optional<Address> key;
        private final List<Reason> reasons = new ArrayList<>();
        private final int redeemed;
        private final int cancelled;
        private final int isSigner;
        private final int redemptions;
        private final List<Integer> supply;
        private boolean isSigned;
        private @Nullable Integer tier;

        Subject(SignedVoucher signed, Address redeemer, Reads reads) {
            this.signed = signed;
            this.voucher = signed.voucher();
            this.buyer = voucher.recipient().orElse(redeemer);
            this.key = signed.signature().signerOf(signed.digest());
            this.redeemed = reads.add(contract.call("isRedeemed", voucher.tokenId()));
            this.cancelled = reads.add(contract.call("isCancelled", voucher.tokenId()));
            this.isSigner = reads.add(contract.call("isVoucherSigner", key.orElse(Address.ZERO)));
            this.redemptions = reads.add(collection.redemptionsCall(voucher.tokenId(), buyer));
            this.supply = collection.supplyCalls(voucher.tokenId()).stream()
                    .map(reads::add)
                    .toList();
        }

        void judge(State state, Reads reads) {
            if (state.paused()) {
                reasons.add(paused());
            }
            reasons.addAll(VoucherVerifier.wrongTime(
                    voucher.epoch(), voucher.validFrom(), voucher.validUntil(), state.epoch(), state.now()));
            if (reads.get(cancelled).bool(0)) {
                reasons.add(new Reason("CANCELLED", "token " + voucher.tokenId() + " was cancelled"));
            } else if (reads.get(redeemed).bool(0)) {
                reasons.add(new Reason("ALREADY_REDEEMED", "token " + voucher.tokenId() + " was redeemed"));
            }
            reasons.addAll(collection.supplyReasons(
                    voucher.tokenId(), voucher.tokenId(), voucher.soulbound(), state.maxTokenId(), reads.get(supply)));
            BigInteger before = reads.get(redemptions).uint(0);
            if (voucher.maxPerBuyer() > 0 && before.compareTo(BigInteger.valueOf(voucher.maxPerBuyer())) >= 0) {
                reasons.add(new Reason(
                        "BUYER_LIMIT_REACHED",
                        buyer + " has redeemed " + before + ", at most " + voucher.maxPerBuyer() + " are allowed"));
            }
            Optional<Reason> wrong = wrongSigner(
                    signed.digest(),
                    signed.signature(),
                    key,
                    reads.get(isSigner).bool(0),
                    state);
            isSigned = wrong.isEmpty();
            wrong.ifPresent(reasons::add);
        }
    }

    private static Reason paused() {
        return new Reason("PAUSED", "redemption is paused");
    }

    /** The contract's own order: a key that signs for the collection, the voucher signer's code, the code of a signer that is named. */
    private Optional<Reason> wrongSigner(
            Hash32 digest, VoucherSignature signature, Optional<Address> key, boolean keyIsSigner, State state) {
        if (key.isPresent() && keyIsSigner) {
            return Optional.empty();
        }
        if (accepts(state.signer(), digest, signature.bytes())) {
            return Optional.empty();
        }
        Optional<Address> named = signature.namedContract();
        if (named.isPresent()
                && contract.read("isVoucherSigner", named.get()).bool(0)
                && !named.get().equals(state.signer())
                && accepts(named.get(), digest, signature.afterName())) {
            return Optional.empty();
        }
        return Optional.of(key.map(VoucherVerifier::wrongSigner).orElseGet(() -> VoucherVerifier.malformed(signature)));
    }

    private boolean accepts(Address signer, Hash32 digest, byte[] signature) {
        return hasCode(signer)
                && new SignatureVerifier(chain)
                        .verify(digest, signature, signer)
                        .isVerified();
    }

    private boolean hasCode(Address address) {
        return hasCode.computeIfAbsent(address, there -> chain.code(there).length > 0);
    }

    List<Verdict<SignedVoucher>> vouchers(List<SignedVoucher> vouchers, Address redeemer) {
        Map<Integer, Subject> subjects = new HashMap<>();
        Reads reads = new Reads();
        addState(reads);
        for (int i = 0; i < vouchers.size(); i++) {
            if (vouchers.get(i).collection().equals(collection.id())) {
                subjects.put(i, new Subject(vouchers.get(i), redeemer, reads));
            }
        }
        List<Subject> ours = List.copyOf(subjects.values());
        if (!ours.isEmpty()) {
            reads.run();
            State state = state(reads);
            ours.forEach(subject -> subject.judge(state, reads));
            List<Subject> signed =
                    ours.stream().filter(subject -> subject.isSigned).toList();
            judgeTiersAndPrices(signed, redeemer, state);
            tryOut(signed.stream().filter(subject -> subject.reasons.isEmpty()).toList(), redeemer);
        }
        List<Verdict<SignedVoucher>> verdicts = new ArrayList<>();
        for (int i = 0; i < vouchers.size(); i++) {
            SignedVoucher voucher = vouchers.get(i);
            Subject subject = subjects.get(i);
            List<Reason> reasons = subject == null
                    ? VoucherVerifier.wrongPlace(voucher.collection(), collection.id())
                    : subject.reasons;
            verdicts.add(reasons.isEmpty() ? Verdict.ok(voucher) : Verdict.refused(reasons));
        }
        return verdicts;
    }

    /** Where to find what the redeemer has of a currency, and what the collection may take of it. */
    private record Funds(int balance, int allowance) {}

    private void judgeTiersAndPrices(List<Subject> signed, Address redeemer, State state) {
        Reads reads = new Reads();
        Map<Address, Funds> funds = new HashMap<>();
        for (Subject subject : signed) {
            Voucher voucher = subject.voucher;
            if (voucher.minTier() > 0 && !state.membership().isZero() && hasCode(state.membership())) {
                subject.tier =
                        reads.add(chain.contract(state.membership(), MEMBERSHIP).call("tierOf", subject.buyer));
            }
            if (voucher.price().signum() > 0
                    && !voucher.isInNativeCoin()
                    && !funds.containsKey(voucher.currency())
                    && hasCode(voucher.currency())) {
                Contract token = chain.contract(voucher.currency(), ERC20);
                funds.put(
                        voucher.currency(),
                        new Funds(
                                reads.add(token.call("balanceOf", redeemer)),
                                reads.add(token.call("allowance", redeemer, contract.address()))));
            }
        }
        reads.run();
        boolean anyCoin =
                signed.stream().anyMatch(subject -> subject.voucher.due().signum() > 0);
        BigInteger coin = anyCoin ? chain.balance(redeemer) : BigInteger.ZERO;
        for (Subject subject : signed) {
            judgeTier(subject, reads);
            judgePrice(subject, redeemer, coin, funds, reads);
        }
    }

    private static void judgeTier(Subject subject, Reads reads) {
        Integer index = subject.tier;
        // a membership that fails has no members; trying out will say how it fails
        int tier = index == null
                ? 0
                : reads.verdict(index)
                        .value()
                        .map(answer -> answer.uint(0).intValueExact())
                        .orElse(Voucher.MAX_TIER);
        if (tier < subject.voucher.minTier()) {
            subject.reasons.add(new Reason(
                    "TIER_TOO_LOW",
                    subject.buyer + " is of tier " + tier + ", the voucher is for tier " + subject.voucher.minTier()));
        }
    }

    private void judgePrice(
            Subject subject, Address redeemer, BigInteger coin, Map<Address, Funds> funds, Reads reads) {
        Voucher voucher = subject.voucher;
        if (voucher.price().signum() == 0) {
            return;
        }
        if (voucher.isInNativeCoin()) {
            requireFunds(subject, "INSUFFICIENT_BALANCE", redeemer + " has", coin);
            return;
        }
        Funds there = funds.get(voucher.currency());
        if (there == null) {
            subject.reasons.add(new Reason("NO_SUCH_CURRENCY", "there is no contract at " + voucher.currency()));
            return;
        }
        String currency = " of " + voucher.currency();
        requireFunds(
                subject,
                "INSUFFICIENT_BALANCE",
                redeemer + " has" + currency,
                reads.get(there.balance()).uint(0));
        requireFunds(
                subject,
                "INSUFFICIENT_ALLOWANCE",
                redeemer + " lets " + contract.address() + " take" + currency,
                reads.get(there.allowance()).uint(0));
    }

    private static void requireFunds(Subject subject, String code, String what, BigInteger units) {
        BigInteger price = subject.voucher.price();
        if (units.compareTo(price) < 0) {
            subject.reasons.add(new Reason(code, what + " " + units + ", the price is " + price));
        }
    }

    private void tryOut(List<Subject> subjects, Address redeemer) {
        List<Verdict<AbiValues>> trials = chain.readAll(subjects.stream()
                .map(subject -> collection.redeemCall(subject.signed).from(redeemer))
                .toList());
        for (int i = 0; i < trials.size(); i++) {
            Subject subject = subjects.get(i);
            trials.get(i).reasons().forEach(reason -> subject.reasons.add(new Reason("WOULD_REVERT", reason.detail())));
        }
    }

    Verdict<SignedVoucherList> list(SignedVoucherList signed) {
        VoucherList list = signed.list();
        if (!signed.collection().equals(collection.id())) {
            return Verdict.refused(VoucherVerifier.wrongPlace(signed.collection(), collection.id()));
        }
        Reads reads = new Reads();
        addState(reads);
        Optional<Address> key = signed.signature().signerOf(signed.digest());
        int isSigner = reads.add(contract.call("isVoucherSigner", key.orElse(Address.ZERO)));
        List<Integer> supply = collection.supplyCalls(list.firstTokenId()).stream()
                .map(reads::add)
                .toList();
        List<BigInteger> ids = list.tokenIds();
        List<Integer> redeemed = ids.stream()
                .map(id -> reads.add(contract.call("isRedeemed", id)))
                .toList();
        reads.run();
        State state = state(reads);

        List<Reason> reasons = new ArrayList<>();
        if (state.paused()) {
            reasons.add(paused());
        }
        reasons.addAll(VoucherVerifier.wrongTime(
                list.epoch(), list.validFrom(), list.validUntil(), state.epoch(), state.now()));
        for (int i = 0; i < ids.size(); i++) {
            if (reads.get(redeemed.get(i)).bool(0)) {
                reasons.add(new Reason("ALREADY_REDEEMED", "token " + ids.get(i) + " was redeemed or cancelled"));
            }
        }
        reasons.addAll(collection.supplyReasons(
                list.firstTokenId(), ids.getLast(), list.soulbound(), state.maxTokenId(), reads.get(supply)));
        wrongSigner(
                        signed.digest(),
                        signed.signature(),
                        key,
                        reads.get(isSigner).bool(0),
                        state)
                .ifPresent(reasons::add);
        if (reasons.isEmpty()) {
            chain.readAll(List.of(collection.redeemListCall(signed, false)))
                    .getFirst()
                    .reasons()
                    .forEach(reason -> reasons.add(new Reason("WOULD_REVERT", reason.detail())));
        }
        return reasons.isEmpty() ? Verdict.ok(signed) : Verdict.refused(reasons);
    }
}
